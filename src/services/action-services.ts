import { KNOWN_SERVICES } from './known-services';

/*
 * Models: which endpoints of a service of AWS answer a call, by the action that a policy names it by. Plain data of SERVICES_AS_OF, and how to
 * read it.
 * Sources: the Service Authorization Reference (prefixes and actions of each service); the AWS PrivateLink guide, "AWS services that integrate with
 * AWS PrivateLink", for the names of endpoints; the hosts of botocore 1.44.8 where an action is answered by a host of its own; the API reference of
 * Amazon CloudWatch Logs (StartLiveTail, which no endpoint answers); the guides of
 * Amazon DynamoDB (streams), AWS AppConfig (data plane), Amazon SageMaker AI (runtime), AWS Step Functions (synchronous express workflows), Amazon
 * Managed Service for Prometheus and AWS IoT Core.
 * Law: an action that is not surely a call which the caller sends to an endpoint of AWS has none: what is not here is not judged. Of several
 * endpoints each would do.
 */

/** The place of services that have no endpoints in a VPC, or have them in one Region alone. */
export const THE_INTERNET = 'internet';

/** Endpoints of some actions of a prefix: the actions in lower case, a star at the end for any that begin so. */
type Exception = readonly [actions: string, endpoints: readonly string[]];

interface Prefix {
  /** The endpoints of all other actions; none of which is known where. */
  readonly others: readonly string[];
  readonly exceptions?: readonly Exception[];
}

const NONE: readonly string[] = [];

/** Prefixes that are not the name of the only endpoint. */
const PREFIXES: ReadonlyMap<string, Prefix> = new Map<string, Prefix>([
  ...renamed({
    'cloudhsm': 'cloudhsmv2', 'cloudwatch': 'monitoring', 'codeconnections': 'codeconnections.api', 'ecr-public': 'ecr-public.api',
    'ecr': 'ecr.api', 'firehose': 'kinesis-firehose', 'geo-maps': 'geo.maps', 'geo-places': 'geo.places', 'geo-routes': 'geo.routes',
    'iotdeviceadvisor': 'deviceadvisor.iot', 'iotwireless': 'iotwireless.api', 'kinesis': 'kinesis-streams', 'memorydb': 'memory-db',
    'mobiletargeting': 'pinpoint', 'pricing': 'pricing.api', 'sms-voice': 'pinpoint-sms-voice-v2', 'tag': 'tagging',
  }),
  ...global(
    'account', 'billingconductor', 'budgets', 'ce', 'cloudfront', 'globalaccelerator', 'health', 'networkmanager', 'notifications-contacts', 'organizations',
    'route53', 'route53domains', 'savingsplans', 'shield', 'support', 'tax',
  ),
  ['codeartifact', { others: ['codeartifact.api', 'codeartifact.repositories'] }],
  ['geo', { others: ['geo.maps', 'geo.places', 'geo.routes', 'geo.tracking', 'geo.geofencing', 'geo.metadata'] }],
  ['iotsitewise', { others: ['iotsitewise.api', 'iotsitewise.data'] }],
  ['iottwinmaker', { others: ['iottwinmaker.api', 'iottwinmaker.data'] }],
  ['neptune-graph', { others: ['neptune-graph', 'neptune-graph-data'] }],
  ['payment-cryptography', { others: ['payment-cryptography.controlplane', 'payment-cryptography.dataplane'] }],
  ['ses', { others: ['email', 'email-smtp'] }],
  ['bedrock-agentcore', { others: ['bedrock-agentcore', 'bedrock-agentcore-control', 'bedrock-agentcore.gateway'] }],
  ['bedrock', {
    others: ['bedrock', 'bedrock-agent', 'bedrock-runtime', 'bedrock-agent-runtime', 'bedrock-data-automation', 'bedrock-data-automation-runtime'],
    exceptions: [
      ['invokemodel* converse* applyguardrail counttokens startasyncinvoke getasyncinvoke listasyncinvokes', ['bedrock-runtime']],
      ['invokeagent invokeflow invokeinlineagent retrieve retrieveandgenerate rerank', ['bedrock-agent-runtime']],
    ],
  }],
  ['appconfig', { others: ['appconfig'], exceptions: [['getlatestconfiguration startconfigurationsession', ['appconfigdata']]] }],
  ['appsync', { others: NONE, exceptions: [['graphql eventconnect eventpublish eventsubscribe', ['appsync-api']]] }],
  ['aps', { others: ['aps'], exceptions: [['remotewrite querymetrics getlabels getseries getmetricmetadata', ['aps-workspaces']]] }],
  ['codecommit', { others: ['codecommit'], exceptions: [['gitpull gitpush', ['git-codecommit']]] }],
  ['cloudformation', {
    others: ['cloudformation'],
    exceptions: [[
      'createresource updateresource deleteresource getresource listresources getresourcerequeststatus listresourcerequests cancelresourcerequest', ['cloudcontrolapi'],
    ]],
  }],
  ['codestar-connections', { others: ['codestar-connections.api'], exceptions: [['useconnection', NONE]] }],
  ['connect', { others: ['connect'], exceptions: [['listrealtimecontactanalysissegments', NONE]] }],
  ['dataexchange', { others: ['dataexchange'], exceptions: [['sendapiasset', NONE]] }],
  ['dsql', { others: ['dsql'], exceptions: [['dbconnect*', NONE]] }],
  ['dynamodb', {
    others: ['dynamodb'],
    exceptions: [
      ['describestream liststreams', ['dynamodb-streams']],
      // AWS CDK names these two among what reads a table, where no stream is read
      ['getrecords getsharditerator', NONE],
      // by which replicas of a table are kept
      ['associatetablereplica readdataforreplication writedataforreplication replicatesettings', NONE],
    ],
  }],
  ['elasticache', { others: ['elasticache'], exceptions: [['connect', NONE]] }],
  ['elasticfilesystem', { others: ['elasticfilesystem'], exceptions: [['client*', NONE]] }],
  ['events', { others: ['events'], exceptions: [['invokeapidestination retrieveconnectioncredentials', NONE]] }],
  ['evidently', { others: ['evidently'], exceptions: [['evaluatefeature batchevaluatefeature putprojectevents', ['evidently-dataplane']]] }],
  ['forecast', { others: ['forecast'], exceptions: [['queryforecast querywhatifforecast', ['forecastquery']]] }],
  ['iot', {
    others: ['iot.api'],
    exceptions: [
      ['publish connect subscribe receive retainpublish getretainedmessage listretainedmessages', ['iot.data']],
      ['getthingshadow updatethingshadow deletethingshadow listnamedshadowsforthing', ['iot.data']],
      ['assumerolewithcertificate', ['iot.credentials']],
    ],
  }],
  ['kafka-cluster', { others: NONE }],
  ['lakeformation', {
    others: ['lakeformation'],
    exceptions: [['getdataaccess getworkunitresults getquerystate getquerystatistics getworkunits startqueryplanning', NONE]],
  }],
  ['lambda', { others: ['lambda'], exceptions: [['invokefunctionurl', [THE_INTERNET]]] }],
  ['lex', {
    others: ['models-v2-lex'],
    exceptions: [
      ['recognizetext recognizeutterance startconversation getsession putsession deletesession', ['runtime-v2-lex']],
      ['posttext postcontent', NONE],
    ],
  }],
  ['logs', { others: ['logs'], exceptions: [['startlivetail', [THE_INTERNET]], ['getlogobject', NONE]] }],
  ['medical-imaging', {
    others: ['medical-imaging'],
    exceptions: [[
      'copyimageset deleteimageset getimageframe getimageset getimagesetmetadata listimagesetversions searchimagesets updateimagesetmetadata',
      ['runtime-medical-imaging'],
    ]],
  }],
  ['personalize', {
    others: ['personalize'],
    exceptions: [
      ['getrecommendations getpersonalizedranking getactionrecommendations', ['personalize-runtime']],
      ['putevents putusers putitems putactions putactioninteractions', ['personalize-events']],
    ],
  }],
  ['qldb', { others: NONE, exceptions: [['sendcommand', ['qldb.session']]] }],
  ['rum', { others: ['rum'], exceptions: [['putrumevents', ['rum-dataplane']]] }],
  ['s3files', { others: ['s3files'], exceptions: [['client*', NONE]] }],
  ['sagemaker', {
    others: ['sagemaker.api'],
    exceptions: [
      ['invokeendpoint*', ['sagemaker.runtime']],
      ['getrecord batchgetrecord putrecord deleterecord', ['sagemaker.featurestore-runtime']],
      ['batchputmetrics batchgetmetrics', ['sagemaker.metrics']],
      ['starthumanloop stophumanloop describehumanloop listhumanloops deletehumanloop', NONE],
      ['getdeployments getdeviceregistration sendheartbeat', NONE],
    ],
  }],
  ['servicecatalog', {
    others: ['servicecatalog'],
    exceptions: [[
      'associateattributegroup associateresource createapplication createattributegroup deleteapplication deleteattributegroup disassociateattributegroup '
      + 'disassociateresource getapplication getassociatedresource getattributegroup getconfiguration listapplications listassociatedattributegroups '
      + 'listassociatedresources listattributegroups listattributegroupsforapplication listtagsforresource putconfiguration syncresource tagresource '
      + 'untagresource updateapplication updateattributegroup',
      ['servicecatalog-appregistry'],
    ]],
  }],
  ['servicediscovery', { others: ['servicediscovery'], exceptions: [['discoverinstances*', ['data-servicediscovery']]] }],
  ['states', { others: ['states'], exceptions: [['startsyncexecution teststate', ['sync-states']], ['invokehttpendpoint', NONE]] }],
  ['sts', { others: ['sts'], exceptions: [['tagsession setsourceidentity setcontext getservicebearertoken', NONE]] }],
  ['transcribe', {
    others: ['transcribe'],
    exceptions: [['startstreamtranscription* startmedicalstreamtranscription* startcallanalyticsstreamtranscription*', ['transcribestreaming']]],
  }],
  // a role is handed over with another call, and made for a service by that
  ['iam', { others: [THE_INTERNET, 'iam'], exceptions: [['passrole createservicelinkedrole', NONE]] }],
]);

/** An action, or a pattern of actions, as a policy has it. */
export interface ActionPattern {
  /** The prefix of the service, in lower case. */
  readonly prefix: string;

  /** The name in lower case, with stars and question marks. */
  readonly name: string;
}

/** As long as no action of AWS is, so that hostile policies take no time. */
const MOST_LETTERS = 200;

/** Take the action of a policy apart; undefined for one that names no service. */
export function readAction(action: string): ActionPattern | undefined {
  const [, prefix, name] = action.length > MOST_LETTERS ? [] : /^([a-z0-9-]+):([a-z0-9*?]+)$/.exec(action.toLowerCase()) ?? [];
  return name === undefined ? undefined : { prefix, name };
}

/** The endpoints to which an action is sent, any of which would do; none when it is no call to an endpoint, or not known where it goes. */
export function endpointsOfAction({ prefix, name }: ActionPattern): readonly string[] {
  const { others, exceptions = [] } = PREFIXES.get(prefix) ?? { others: KNOWN_SERVICES.has(prefix) ? [prefix] : NONE };
  const whole = exceptions.find(([actions]) => actions.split(' ').some((action) => isPartOf(name, action)));
  const met = exceptions.filter(([actions]) => actions.split(' ').some((action) => matches(name, action)));
  return whole?.[1] ?? [...new Set([...others, ...met.flatMap(([, endpoints]) => endpoints)])];
}

/** Tells whether all that a pattern of a policy stands for is what an action here does, which may end in a star. */
function isPartOf(pattern: string, action: string): boolean {
  return pattern === action || action.endsWith('*') && pattern.startsWith(action.slice(0, -1));
}

/** Tells whether a pattern of a policy and an action here, which may end in a star, can be the same. */
function matches(pattern: string, action: string): boolean {
  if (!action.endsWith('*')) {
    return matchesPattern(pattern, action);
  }
  const start = action.slice(0, -1);
  const literal = pattern.slice(0, /[*?]|$/.exec(pattern)!.index);
  return literal.startsWith(start) || literal.length < pattern.length && start.startsWith(literal);
}

/**
 * Tells whether a text is as a pattern has it, such as those of IAM: a star is any text, a question mark one letter. It never takes longer than the product of both lengths.
 * A letter is a UTF-16 unit of a string, or an item of a list.
 */
export function matchesPattern(pattern: ArrayLike<string>, text: ArrayLike<string>): boolean {
  let [at, from, star, after] = [0, 0, -1, 0];
  while (at < text.length) {
    if (from < pattern.length && (pattern[from] === '?' || pattern[from] === text[at]) && pattern[from] !== '*') {
      [at, from] = [at + 1, from + 1];
    } else if (pattern[from] === '*') {
      [star, after, from] = [from, at, from + 1];
    } else if (star >= 0) {
      [from, after] = [star + 1, after + 1];
      at = after;
    } else {
      return false;
    }
  }
  while (pattern[from] === '*') {
    from += 1;
  }
  return from === pattern.length;
}

function renamed(names: Readonly<Record<string, string>>): [string, Prefix][] {
  return Object.entries(names).map(([prefix, endpoint]) => [prefix, { others: [endpoint] }]);
}

/** Services for all Regions, which are reached over the internet; endpoints for them exist in one Region, if at all. */
function global(...prefixes: readonly string[]): [string, Prefix][] {
  return prefixes.map((prefix) => [prefix, { others: KNOWN_SERVICES.has(prefix) ? [THE_INTERNET, prefix] : [THE_INTERNET] }]);
}
