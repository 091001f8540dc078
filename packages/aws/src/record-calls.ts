interface Recordable {
  readonly middlewareStack: {
    add(
      middleware: (next: (args: never) => Promise<never>, context: { commandName?: string }) => typeof next,
      options: { step: 'initialize'; name: string },
    ): void;
  };
}

/** Lets `onCall` see every call of a client before it is made. */
export function record(
  client: unknown,
  service: string,
  onCall: ((call: { readonly service: string; readonly operation: string }) => void) | undefined,
): void {
  if (onCall === undefined) return;
  (client as Recordable).middlewareStack.add(
    (next, context) => async (args) => {
      onCall({ service, operation: (context.commandName ?? '').replace(/Command$/, '') });
      return await next(args);
    },
    { step: 'initialize', name: 'fraudxRecordCalls' },
  );
}
