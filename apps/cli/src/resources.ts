/** Things to close before the process ends, in reverse order of opening. */
const open: (() => PromiseLike<void> | void)[] = [];

/** Registers what to close at the end of the command. */
export function onExit(close: () => PromiseLike<void> | void): void {
  open.push(close);
}

/** Closes everything registered, whatever fails; called once by the process edge. Throws the first failure afterwards. */
export async function disposeResources(): Promise<void> {
  let failure: unknown;
  for (let close = open.pop(); close !== undefined; close = open.pop()) {
    try {
      await close();
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
}
