import type { CheckArguments } from './arguments';
import { acknowledgedInReport } from '../load/construct-metadata';
import { placesIn } from '../load/places-in-files';
import type { Analysis } from '../model/analysis';
import { packageVersion } from '../package-version';
import type { NameOf } from '../report/describe';
import type { Passing } from '../report/render-junit';
import { renderSarif } from '../report/sarif/render-sarif';
import type { TemplateSet } from '../template/template-input';

/*
 * Models: an analysis with the places in files that it is about, for code scanning.
 */

export interface SarifOptions extends Pick<CheckArguments, 'paths' | 'snapshots'> {
  readonly templates: TemplateSet;

  /** The metadata of constructs in assemblies. */
  readonly metadata: readonly unknown[];
  readonly passing: Passing;

  /** Says of what is not judged why, a sentence each. */
  readonly unread: readonly string[];
}

/** The analysis as SARIF. */
export function renderCheckSarif(analysis: Analysis, nameOf: NameOf, options: SarifOptions): string {
  const { paths, snapshots, templates, metadata, passing, unread } = options;
  const places = placesIn({
    templates: templates.templates,
    metadata: [...metadata, ...paths.map(acknowledgedInReport)],
    others: snapshots,
    first: [...paths, ...snapshots][0],
  });
  return renderSarif(analysis, { nameOf, passing, places }, { version: packageVersion(), unread });
}
