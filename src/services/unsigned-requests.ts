/*
 * Models: the requests to services of AWS that no principal signs, so that a policy which asks who calls refuses them. Plain data of November 2026.
 * Sources: Amazon API Gateway (apigateway/latest/developerguide/apigateway-vpc-endpoint-policies.html: whoever sends no signature is evaluated as anonymous, and
 * the properties of the resource draw the perimeter then), AWS STS (STS/latest/APIReference: AssumeRoleWithWebIdentity and AssumeRoleWithSAML take no credentials),
 * and the guides of Amazon Cognito, AWS AppSync and AWS CodeArtifact, which say that such requests exist, and not what a policy knows of them.
 */

/** The actions, by endpoint name, of which the account of the resource is known. */
export const UNSIGNED_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'execute-api': ['execute-api:Invoke'],
  'sts': ['sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'],
};

/** The rest, by endpoint name, in words. */
export const UNSIGNED_REQUESTS: Readonly<Record<string, string>> = {
  'appsync-api': 'requests with an API key or a token',
  'codeartifact.repositories': 'requests of package managers, which have a token,',
  'cognito-idp': 'requests of users who sign up or in',
  'cognito-identity': 'requests for the credentials of guests',
};
