import { App, Duration, Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Match } from 'aws-cdk-lib/assertions';
import type { DhcpOptions } from '../../../src/index';
import { PrivateLambdaNetwork } from '../../../src/index';
import { templateOf } from '../../support/synthesize';

function define(options?: DhcpOptions): Template {
  const stack = new Stack(new App(), 'Stack');
  const network = new PrivateLambdaNetwork(stack, 'Network');
  if (options !== undefined) {
    network.useDhcpOptions(options);
  }
  return templateOf(stack);
}

describe('N10: names and DHCP', () => {
  test('DNS support and host names are on, and the VPC keeps the default option set', () => {
    const template = define();
    template.hasResourceProperties('AWS::EC2::VPC', { EnableDnsSupport: true, EnableDnsHostnames: true });
    template.resourceCountIs('AWS::EC2::DHCPOptions', 0);
  });

  test('an option set is defined and associated on request', () => {
    const template = define({
      domainName: 'corp.example', domainNameServers: ['10.1.0.2', '10.2.0.2'], ntpServers: ['169.254.169.123'], ipv6LeaseTime: Duration.hours(1),
    });
    template.hasResourceProperties('AWS::EC2::DHCPOptions', {
      DomainName: 'corp.example', DomainNameServers: ['10.1.0.2', '10.2.0.2'], NtpServers: ['169.254.169.123'], Ipv6AddressPreferredLeaseTime: 3600,
    });
    template.hasResourceProperties('AWS::EC2::VPCDHCPOptionsAssociation', {
      VpcId: { Ref: Match.stringLikeRegexp('Vpc') }, DhcpOptionsId: { 'Fn::GetAtt': [Match.stringLikeRegexp('DhcpOptions'), 'DhcpOptionsId'] },
    });
  });

  test('without DNS servers the Route 53 Resolver stays in use', () => {
    define({ domainName: 'corp.example' }).hasResourceProperties('AWS::EC2::DHCPOptions', { DomainNameServers: ['AmazonProvidedDNS'], NtpServers: Match.absent() });
  });
});
