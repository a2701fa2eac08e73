/*
 * Models: the services of AWS SDKs, by the prefixes of their actions in policies. Plain data of aws-cdk-lib 2.273.0 (`sdk-v3-metadata.json` and `sdk-v2-to-v3.json` of
 * its custom resources), which has the names of version 2 and 3 of the SDK for JavaScript.
 * Law: a name that is not here is the prefix itself. Services that share a prefix with others and have hosts of their own, for which no endpoint is known, are left out, so that nobody takes
 * the endpoint of the others for theirs: the hosts of botocore 1.43.11.
 */

/** A prefix, and the names that stand for it: in lower case, without hyphens. */
const NAMES_BY_PREFIX = [
  'access-analyzer=accessanalyzer acm-pca=acmpca airflow=mwaa aoss=opensearchserverless apigateway=apigatewayv2',
  'app-integrations=appintegrations appconfig=appconfigdata application-autoscaling=applicationautoscaling',
  'application-cost-profiler=applicationcostprofiler application-signals=applicationsignals aps=amp arc-zonal-shift=arczonalshift',
  'autoscaling-plans=autoscalingplans',
  'aws-marketplace=marketplaceagreement,marketplacecatalog,marketplacedeployment,marketplaceentitlementservice,marketplacemetering,marketplacereporting',
  'awsssoportal=sso backup-gateway=backupgateway backup-search=backupsearch bcm-data-exports=bcmdataexports',
  'bcm-pricing-calculator=bcmpricingcalculator',
  'bedrock=bedrockagent,bedrockagentruntime,bedrockdataautomation,bedrockdataautomationruntime,bedrockruntime cases=connectcases',
  'cassandra=keyspaces ce=costexplorer chime=chimesdkidentity,chimesdkmediapipelines,chimesdkmeetings,chimesdkmessaging,chimesdkvoice',
  'cleanrooms-ml=cleanroomsml cloudcontrolapi=cloudcontrol cloudfront-keyvaluestore=cloudfrontkeyvaluestore cloudhsm=cloudhsmv2',
  'cloudsearch=cloudsearchdomain cloudtrail-data=cloudtraildata codeguru-profiler=codeguruprofiler codeguru-reviewer=codegurureviewer',
  'codeguru-security=codegurusecurity codestar-connections=codestarconnections codestar-notifications=codestarnotifications',
  'cognito-identity=cognitoidentity cognito-idp=cognitoidentityprovider,cognitoidentityserviceprovider cognito-sync=cognitosync',
  'compute-optimizer=computeoptimizer config=configservice connect=connectcontactlens',
  'connect-campaigns=connectcampaigns,connectcampaignsv2 cost-optimization-hub=costoptimizationhub cur=costandusagereportservice',
  'devops-guru=devopsguru discovery=applicationdiscoveryservice dms=databasemigrationservice docdb-elastic=docdbelastic',
  'ds=directoryservice ds-data=directoryservicedata dynamodb=dynamodbstreams ec2-instance-connect=ec2instanceconnect ecr-public=ecrpublic',
  'eks-auth=eksauth elastic-inference=elasticinference elasticfilesystem=efs elasticloadbalancing=elasticloadbalancingv2,elb,elbv2',
  'elasticmapreduce=emr emr-containers=emrcontainers emr-serverless=emrserverless es=elasticsearchservice,opensearch',
  'events=cloudwatchevents,eventbridge finspace-api=finspacedata',
  'forecast=forecastquery,forecastqueryservice,forecastservice geo=location geo-maps=geomaps geo-places=geoplaces geo-routes=georoutes',
  'greengrass=greengrassv2 inspector-scan=inspectorscan iot-1click-devices-service=iot1clickdevicesservice',
  'iot-1click-projects=iot1clickprojects iot-jobs-data=iotjobsdataplane iotdata=iotdataplane iotsecuredtunneling=iotsecuretunneling',
  'ivs=ivsrealtime kendra-ranking=kendraranking kinesisanalytics=kinesisanalyticsv2',
  'kinesisvideo=kinesisvideoarchivedmedia,kinesisvideomedia,kinesisvideosignaling,kinesisvideosignalingchannels,kinesisvideowebrtcstorage',
  'lex=lexmodelsv2,lexruntimev2 license-manager=licensemanager',
  'license-manager-linux-subscriptions=licensemanagerlinuxsubscriptions license-manager-user-subscriptions=licensemanagerusersubscriptions',
  'logs=cloudwatchlogs managedblockchain-query=managedblockchainquery mediapackage-vod=mediapackagevod mediastore=mediastoredata',
  'medical-imaging=medicalimaging mgh=migrationhub,migrationhubconfig migrationhub-orchestrator=migrationhuborchestrator',
  'migrationhub-strategy=migrationhubstrategy mobiletargeting=pinpoint mturk-requester=mturk neptune-db=neptunedata',
  'neptune-graph=neptunegraph network-firewall=networkfirewall notifications-contacts=notificationscontacts opsworks-cm=opsworkscm',
  'partnercentral-selling=partnercentralselling payment-cryptography=paymentcryptography,paymentcryptographydata',
  'pca-connector-ad=pcaconnectorad pca-connector-scep=pcaconnectorscep personalize=personalizeevents,personalizeruntime',
  'profile=customerprofiles qldb=qldbsession rds=docdb,neptune rds-data=rdsdata,rdsdataservice redshift-data=redshiftdata',
  'redshift-serverless=redshiftserverless refactor-spaces=migrationhubrefactorspaces rekognition=rekognitionstreaming',
  'resource-explorer-2=resourceexplorer2 resource-groups=resourcegroups route53-recovery-cluster=route53recoverycluster',
  'route53-recovery-control-config=route53recoverycontrolconfig route53-recovery-readiness=route53recoveryreadiness',
  's3-outposts=s3outposts',
  'sagemaker=augmentedairuntime,sagemakera2iruntime,sagemakeredge,sagemakerfeaturestoreruntime,sagemakermetrics,sagemakerruntime',
  'sagemaker-geospatial=sagemakergeospatial scn=supplychain security-ir=securityir serverlessrepo=serverlessapplicationrepository',
  'servicecatalog=servicecatalogappregistry ses=mailmanager,pinpointemail,sesv2 sms-voice=pinpointsmsvoicev2',
  'snow-device-management=snowdevicemanagement social-messaging=socialmessaging ssm-contacts=ssmcontacts ssm-guiconnect=ssmguiconnect',
  'ssm-incidents=ssmincidents ssm-quicksetup=ssmquicksetup ssm-sap=ssmsap sso=ssoadmin sso-oauth=ssooidc states=sfn,stepfunctions',
  'tagging=resourcegroupstaggingapi tax=taxsettings thinclient=workspacesthinclient timestream=timestreamquery,timestreamwrite',
  'timestream-influxdb=timestreaminfluxdb transcribe=transcribeservice,transcribestreaming vpc-lattice=vpclattice waf-regional=wafregional',
  'wisdom=qconnect workspaces-web=workspacesweb',
];

const PREFIX_BY_NAME: ReadonlyMap<string, string> = new Map(NAMES_BY_PREFIX.flatMap((row) => row.split(' ')).flatMap((entry) => {
  const [prefix, names] = entry.split('=');
  return names.split(',').map((name): [string, string] => [name, prefix]);
}));

/** The prefix by which policies name a service of an SDK: `CloudWatchLogs`, `cloudwatch-logs` and `@aws-sdk/client-cloudwatch-logs` are `logs`. */
export function actionPrefixOfSdk(service: string): string {
  const name = service.toLowerCase().replace(/^@aws-sdk\/client-/, '');
  return PREFIX_BY_NAME.get(name.replace(/-/g, '')) ?? name;
}
