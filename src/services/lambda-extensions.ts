/*
 * Models: the extensions of Lambda that AWS publishes as layers, and the services that they call from inside of the function's network. Plain data of November 2026.
 * Sources: CloudWatch Lambda Insights (AmazonCloudWatch/latest/monitoring/Lambda-Insights.html: one event for each invocation goes to the log group /aws/lambda-insights, with
 * the role of the function), AWS Parameters and Secrets Lambda Extension (systems-manager/latest/userguide/ps-integration-lambda-extensions.html), AWS AppConfig Agent
 * (appconfig/latest/userguide/appconfig-integration-lambda-extensions.html), AWS Distro for OpenTelemetry (aws-otel.github.io/docs/getting-started/lambda: the collector in the layer
 * exports to AWS X-Ray unless it is given another configuration). The layers AWSOpenTelemetryDistro… hand their spans to the X-Ray daemon of Lambda, which is in no network of the function.
 */

/** An extension that calls a service. */
export interface LambdaExtension {
  readonly name: string;

  /** The name of its layers, in an ARN of a layer version, whatever account publishes it in a Region. */
  readonly layer: RegExp;

  /** The services by endpoint name: any of them serves it, when it is not known which of them is asked. */
  readonly services: readonly [string, ...string[]];

  /** Environment variables with which it is configured to call something else. */
  readonly unless?: readonly string[];
}

export const LAMBDA_EXTENSIONS: readonly LambdaExtension[] = [
  { name: 'CloudWatch Lambda Insights', layer: /:layer:LambdaInsightsExtension(-Arm64)?(:|$)/, services: ['logs'] },
  { name: 'the AWS Parameters and Secrets Lambda Extension', layer: /:layer:AWS-Parameters-and-Secrets-Lambda-Extension(-Arm64)?(:|$)/, services: ['secretsmanager', 'ssm'] },
  { name: 'the AWS AppConfig Agent', layer: /:layer:AWS-AppConfig-Extension(-Arm64)?(:|$)/, services: ['appconfigdata'] },
  {
    name: 'the collector of AWS Distro for OpenTelemetry', layer: /:layer:aws-otel-(nodejs|python|java-agent|java-wrapper|collector)-(amd64|arm64)-ver-/, services: ['xray'],
    unless: ['OPENTELEMETRY_COLLECTOR_CONFIG_FILE', 'OPENTELEMETRY_COLLECTOR_CONFIG_URI'],
  },
];
