// aws-cdk-lib would load its template validator for every single test file, which costs seconds each.
// All templates are validated once, after the last test: see template-reporter.ts.
process.env.CDK_VALIDATION ??= 'false';
