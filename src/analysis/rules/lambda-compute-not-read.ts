import { finding } from './finding';
import type { Finding } from '../model/finding';
import type { NetworkModel } from '../model/network';
import type { Source } from '../model/source';

/** The sentence about a resource type, and what to do. */
interface Remark {
  readonly message: string;
  readonly mend: string;
}

const STACK: Remark = {
  message: 'its template is not at hand: functions in it are not judged, and what it adds to the networks that it is given is not seen',
  mend: 'give its template to the command as well, beside this one with a relative path as TemplateURL or of the name that its address ends with, or judge the assembly that has it',
};

const ELSEWHERE: Remark = {
  message: 'it is made from a template that is not read: functions in it are not judged, and what it adds to the networks that it is given is not seen',
  mend: 'judge that template by itself, with --params for what it is handed',
};

const MODULE: Remark = {
  message: 'the resources that the module stands for are not read: functions among them are not judged',
  mend: 'judge the processed template, which has them in the place of the module: aws cloudformation get-template --template-stage Processed',
};

const MICROVM_IMAGE: Remark = {
  message: 'what its MicroVMs reach is not judged: whoever runs one names its network connector, and no template shows that',
  mend: 'declare what they are meant to reach on the network connector that they are run with',
};

const REMARKS: ReadonlyMap<string, Remark> = new Map([
  ['AWS::CloudFormation::Stack', STACK], ['AWS::Serverless::Application', STACK],
  ['AWS::CloudFormation::StackSet', ELSEWHERE], ['AWS::ServiceCatalog::CloudFormationProvisionedProduct', ELSEWHERE],
  ['AWS::Lambda::MicrovmImage', MICROVM_IMAGE], ['AWS::Serverless::MicrovmImage', MICROVM_IMAGE],
]);

/** Finds resources that may run code and are not judged, so that none is passed over in silence. */
export function lambdaComputeNotRead({ unreadCompute = [] }: NetworkModel): Finding[] {
  return unreadCompute.map((source) => {
    const { message, mend } = REMARKS.get(source.type) ?? (source.type.endsWith('::MODULE') ? MODULE : remarkOn(source));
    return finding('LAMBDA_COMPUTE_NOT_READ', source, message, { inTemplate: mend });
  });
}

function remarkOn({ type }: Source): Remark {
  return {
    message: `what it runs, if it runs code, is not judged: this version does not read resources of the type ${type}`,
    mend: 'find out by other means what it reaches, or take a newer version of cdk-lambda-network',
  };
}
