import type { Workload } from '../../model/network';
import type { Mend, SubnetVerdict } from '../../model/verdict';

/** Returns what is said of a destination that cannot be judged, wherever the function is. */
export function inconclusive({ source }: Workload, detail: string, mend: Mend): SubnetVerdict {
  const obstacle = { status: 'unknown', code: 'UNKNOWN_DESTINATION', source, detail, mend } as const;
  return { subnet: '', verdict: 'inconclusive', path: { hops: [], obstacles: [obstacle], assumptions: [] } };
}
