import { endpointsOfAction } from '../../src/services/action-services';
import { actionPrefixOfSdk } from '../../src/services/sdk-names';

/*
 * E5: the endpoints that answer calls of AWS SDKs, by the names of services there.
 */

const endpointsOf = (service: string, action: string) => endpointsOfAction({ prefix: actionPrefixOfSdk(service), name: action.toLowerCase() });

describe('E5: a call of an SDK', () => {
  test.each([
    ['CloudWatchLogs', 'putRetentionPolicy', 'logs'], ['@aws-sdk/client-cloudwatch-logs', 'PutRetentionPolicy', 'logs'], ['SSM', 'getParameter', 'ssm'],
    ['LexModelsV2', 'createBot', 'models-v2-lex'], ['PinpointSMSVoiceV2', 'sendTextMessage', 'pinpoint-sms-voice-v2'], ['S3', 'listBuckets', 's3'],
  ])('%s %s is answered by the endpoint %s', (service, action, endpoint) => {
    expect(endpointsOf(service, action)).toEqual([endpoint]);
  });

  test.each([
    ['ConnectParticipant', 'getTranscript'], ['ApiGatewayManagementApi', 'postToConnection'], ['LexModelBuildingService', 'getBot'], ['LexRuntime', 'deleteSession'],
    ['PinpointSMSVoice', 'createConfigurationSet'], ['S3Control', 'listAccessPoints'], ['@aws-sdk/client-s3-control', 'ListAccessPointsCommand'],
  ])('%s %s is answered by no endpoint that is known, and not by that of another service with its prefix', (service, action) => {
    expect(endpointsOf(service, action)).toEqual([]);
  });
});
