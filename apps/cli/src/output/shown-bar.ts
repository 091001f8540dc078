let clear: (() => void) | undefined;

/** Remembers how the progress bar that is now on the screen is cleared; undefined: none is there. */
export function setShownBar(clearing: (() => void) | undefined): void {
  clear = clearing;
}

/** Clears the progress bar that is on the screen, before anything is written there: a bar ends by going back to its own line, and clears what stands in it. */
export function clearShownBar(): void {
  clear?.();
}
