import { readFrames } from '@fraudx/data';

/** Reads the first rows of a file, says so and stays alive with its copy of the rows. */
for await (const frame of readFrames(process.argv[2]!, { chunkRows: 10 })) {
  process.stdout.write(`${frame.nRows}\n`);
  await new Promise((resolve) => setTimeout(resolve, 600_000));
}
