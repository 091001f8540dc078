export type { ProcessIdentity } from './process-identity.ts';
export { ownIdentity, processBirth } from './process-identity.ts';
