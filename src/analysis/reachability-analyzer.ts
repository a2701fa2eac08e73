import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, Stage } from 'aws-cdk-lib';
import { App, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type * as analysis from './analyze-assembly';
import { problemsOfSnapshots, snapshotsOfApp } from './app-snapshots';
import { removeWritten } from './files-of-assembly';
import { FINDING_CODES } from './model/finding-codes';
import { PATH_CODES } from './model/path-codes';
import { packageVersion } from './package-version';
import type { ReportSwitch } from './report-switch';
import { REPORT_CONTEXT_KEY, readReportSwitch } from './report-switch';
import type { WarningsAsErrors } from './warnings-as-errors';
import { WARNINGS_AS_ERRORS_CONTEXT_KEY, readWarningsAsErrors } from './warnings-as-errors';

const REGISTERED = new WeakSet<IConstruct>();

/**
 * Proves, at every synthesis, that functions reach what they declare and nothing else.
 *
 * It judges the synthesized templates of the whole app, whichever constructs wrote them: routes, gateways, endpoints, security groups and
 * network ACLs. A destination that a function declares and that is not proven to be reached fails the synthesis, with the path, the
 * code of what stands in the way, and what to change. `Validations.of(construct).acknowledge()` with the id
 * `cdk-lambda-network::<code>` and a reason lets it pass; the context `cdk-lambda-network:warningsAsErrors` of the app, a list of codes, makes
 * errors of warnings such as `GRANT_WITHOUT_WAY`. All verdicts are written to `reachability.json` in the cloud assembly, and as a report with
 * pictures, which needs nothing but a browser, to `reachability.html`; the context `cdk-lambda-network:report` with the value `false` leaves the report out.
 *
 * Networks that exist already are proven from snapshots, the files that the command `cdk-lambda-network snapshot` writes. The context key
 * `cdk-lambda-network:snapshots` names one, or a list of them, relative to the working directory of the app, and `cdk-lambda-network:snapshotDays`
 * says after how many days one is out of date, 30 unless it is there.
 *
 * As soon as a function is connected to a network it is registered for the app. Register it yourself for an app that has none, such as one
 * with functions of AWS CDK alone.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
 * @example
 * import { App } from 'aws-cdk-lib';
 * import { ReachabilityAnalyzer } from 'cdk-lambda-network';
 *
 * const app = new App();
 * ReachabilityAnalyzer.register(app);
 */
export class ReachabilityAnalyzer implements IPolicyValidationPlugin {
  /**
   * Have the app analyzed that a construct is in; a second time does nothing.
   *
   * @param scope the app, or any construct in it
   */
  public static register(scope: IConstruct): void {
    const root = scope.node.root;
    if (App.isApp(root) && !REGISTERED.has(root)) {
      REGISTERED.add(root);
      Validations.of(root).addPlugins(new ReachabilityAnalyzer());
      // validation comes before the plugins at each synthesis, unless it is skipped
      removeWritten(root.outdir);
      root.node.addValidation({
        validate: () => {
          removeWritten(root.outdir);
          const [asked, report] = [warningsAsErrorsOf(root), reportSwitchOf(root)];
          return [
            ...problemsOfSnapshots(root), ...'wrong' in asked ? [`the context ${WARNINGS_AS_ERRORS_CONTEXT_KEY} of the app ${asked.wrong}`] : [],
            ...'wrong' in report ? [`the context ${REPORT_CONTEXT_KEY} of the app ${report.wrong}`] : [],
          ];
        },
      });
    }
  }

  /** The name of the plugin, which is the first part of the ids that are acknowledged. */
  public readonly name = 'cdk-lambda-network';

  /** The version of this library. */
  public readonly version?: string = packageVersion();

  /** The codes that can be reported. */
  public readonly ruleIds?: string[] = [...new Set([...Object.keys(PATH_CODES), ...Object.keys(FINDING_CODES)])];

  /** Judge the templates of an app; the CDK calls this at the end of a synthesis. */
  public validate({ appConstruct }: IPolicyValidationContext): PolicyValidationPluginReport {
    // every app that has a function loads this file, and only a synthesis needs what judges, which is most of the library
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { analyzeAssembly } = require('./analyze-assembly') as typeof analysis;
    const [asked, report] = [warningsAsErrorsOf(appConstruct!), reportSwitchOf(appConstruct!)];
    return analyzeAssembly((appConstruct as Stage).outdir, {
      snapshots: snapshotsOfApp(appConstruct!), warningsAsErrors: 'wrong' in asked ? new Set() : asked.codes, isReported: 'isOn' in report && report.isOn,
    });
  }
}

function warningsAsErrorsOf(app: IConstruct): WarningsAsErrors {
  return readWarningsAsErrors(app.node.tryGetContext(WARNINGS_AS_ERRORS_CONTEXT_KEY));
}

function reportSwitchOf(app: IConstruct): ReportSwitch {
  return readReportSwitch(app.node.tryGetContext(REPORT_CONTEXT_KEY));
}
