import { isEncodedToken } from './encoded-token';
import { NetworkError } from '../private/network-error';

/** Refuse what is not the id of an IPAM pool; the id of a pool in the same application is a token, and that is fine. */
export function requireIpamPoolId(poolId: string): void {
  if (isEncodedToken(poolId) || /^ipam-pool-/.test(poolId)) { return; }
  throw new NetworkError('IPAM_POOL',
    `the IPAM pool id is '${poolId}', expected the id of a pool: pass the pool's id, such as 'ipam-pool-0a1b2c3d4e5f67890', not its name or ARN`);
}
