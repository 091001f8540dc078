import type { AwsProduction } from '../src/index.ts';
import { openAwsProduction } from '../src/index.ts';

/** A place on the emulator. */
export interface Place {
  readonly configBucket: string;
  readonly stateMachineArn: string;
  readonly prefix: string;
  readonly endpointUrl: string;
}

/** For `promoteInChild`. */
export function open(place: Place): AwsProduction {
  return openAwsProduction({ ...place, writesPerSecond: Infinity });
}
