/** Things to close before the process ends, in reverse order of opening. */
const open: (() => PromiseLike<void> | void)[] = [];

/** Registers what to close at the end of the command. */
export function onExit(close: () => PromiseLike<void> | void): void {
  open.push(close);
}

/** Closes everything registered; called once by the process edge. */
export async function disposeResources(): Promise<void> {
  for (let close = open.pop(); close !== undefined; close = open.pop()) await close();
}
