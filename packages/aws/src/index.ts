export type { AwsCall, AwsClients, AwsConnection } from './aws-clients.ts';
export { createAwsClients } from './aws-clients.ts';
export type { AwsProduction, AwsProductionOptions } from './open-aws-production.ts';
export { openAwsProduction } from './open-aws-production.ts';
export type { Waiting } from './pacer.ts';
export type { PolicyDocument, PromoterPolicyInput } from './promoter-policy.ts';
export { createPromoterPolicy, iamActions } from './promoter-policy.ts';
export type { AwsOperation } from './translate-aws-error.ts';
export { translateAwsError } from './translate-aws-error.ts';
