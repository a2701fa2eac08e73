import type { Environment } from './environment';
import type { Known } from './known';
import type { ResourceId, Source } from './source';

/*
 * Models: what an account keeps from the internet, and what it leaves out of that.
 */

/** Block Public Access of an account in a Region, as far as templates say. */
export interface BlockPublicAccess {
  readonly source: Source;
  readonly environment: Environment;
  readonly mode: Known<'off' | 'block-bidirectional' | 'block-ingress'>;
}

export interface BlockPublicAccessExclusion {
  readonly source: Source;
  readonly of: Known<ResourceId>;
  readonly mode: Known<'allow-bidirectional' | 'allow-egress'>;
}
