import { OutsideError } from '@fraudx/core';
import type { ProductionPorts } from './in-memory-production.ts';

/** One call to a port, numbered from 1. */
export interface PortCall {
  readonly number: number;
  readonly port: 'parameters' | 'objects' | 'pipeline';
  readonly method: string;
  readonly subject: string;
  /** True for calls that change something. */
  readonly changes: boolean;
}

/** What happens around a call; a throw in `before` keeps the call from being made, one in `after` loses its answer. */
export interface PortWatcher {
  before?(call: PortCall): void | Promise<void>;
  after?(call: PortCall): void | Promise<void>;
}

const changing = new Set(['put', 'delete', 'start']);

function subjectOf(argument: unknown): string {
  if (typeof argument === 'string') return argument;
  return (argument as { name?: string } | undefined)?.name ?? '';
}

/** The same ports, with every call numbered, recorded in `calls` and shown to the watcher. */
export function watchPorts(
  ports: ProductionPorts,
  watcher: PortWatcher = {},
): ProductionPorts & { readonly calls: PortCall[] } {
  const calls: PortCall[] = [];
  const wrap = <T extends object>(port: PortCall['port'], target: T): T =>
    new Proxy(target, {
      get(object, key) {
        const member: unknown = Reflect.get(object, key, object);
        if (typeof member !== 'function' || key === 'uri') {
          return typeof member === 'function' ? (member.bind(object) as unknown) : member;
        }
        return async (...args: unknown[]): Promise<unknown> => {
          const method = String(key);
          const subject = subjectOf(args[0]);
          const call: PortCall = { number: calls.length + 1, port, method, subject, changes: changing.has(method) };
          calls.push(call);
          await watcher.before?.(call);
          const answer: unknown = await (member as (...args: unknown[]) => unknown).apply(object, args);
          await watcher.after?.(call);
          return answer;
        };
      },
    });
  return {
    parameters: wrap('parameters', ports.parameters),
    objects: wrap('objects', ports.objects),
    pipeline: wrap('pipeline', ports.pipeline),
    calls,
  };
}

/**
 * The same ports, as seen by a process that dies: from call `number` on nothing reaches the target any more, and every call throws.
 *
 * @param phase - `before`: the call is not made; `after`: it is made, but its answer is lost.
 */
export function dyingPorts(
  ports: ProductionPorts,
  number: number,
  phase: 'before' | 'after',
): ProductionPorts & { readonly calls: PortCall[] } {
  const dead = (): never => {
    throw new OutsideError('SIMULATED_DEATH', 'the process is dead');
  };
  return watchPorts(ports, {
    before: (call) => {
      if (call.number > number || (call.number === number && phase === 'before')) dead();
    },
    after: (call) => {
      if (call.number >= number) dead();
    },
  });
}
