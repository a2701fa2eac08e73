import { spawnSync } from 'child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Egress, PrivateLambdaNetwork } from '../../../src';

/*
 * The user data of a NAT instance, run by a real shell against the nftables of a real kernel, with real packets through it: see boot.sh. Only systemd has a
 * stand-in there, so what the unit leaves to systemd is checked as text.
 */

/** The user data, as CloudFormation hands it to the instance. */
const USER_DATA = (() => {
  const stack = new Stack(new App(), 'Stack');
  new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.natInstances({ count: 1 }) });
  const [instance] = Object.values(Template.fromStack(stack).findResources('AWS::EC2::Instance'));
  return instance.Properties.UserData['Fn::Base64'] as string;
})();

const unshare = (...command: string[]) => spawnSync('unshare', ['-Urnm', ...command], { encoding: 'utf8', timeout: 60_000 });

/** What the machine lacks to run an instance in namespaces. */
function lacking(): string[] {
  const folders = ['/etc/systemd/system', '/etc/sysctl.d', '/usr/local/sbin', '/usr/bin/python3'].filter((path) => !existsSync(path));
  const tools = ['ip', 'nsenter', 'setpriv'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
  const { status, stderr, error } = unshare('sh', '-c', 'ip link add left type veth peer name right');
  return [...folders, ...tools, ...status === 0 ? [] : [`namespaces: ${error?.message ?? stderr.trim()}`]];
}

const missing = lacking();
const inNamespaces = missing.length === 0 ? describe : describe.skip;
if (missing.length > 0) {
  process.stderr.write(`\nSKIPPED: NAT instances are not booted, and so not tested, on this machine. It lacks ${missing.join(', ')}\n\n`);
}

inNamespaces('P4: a NAT instance, booted in namespaces', () => {
  let seen: Record<string, string>;

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'nat-instance-'));
    writeFileSync(join(folder, 'user-data'), USER_DATA);
    const { status, stdout, stderr } = unshare('bash', join(__dirname, 'boot.sh'), join(folder, 'user-data'));
    rmSync(folder, { recursive: true });
    expect([status, stderr]).toEqual([0, '']);
    seen = Object.fromEntries(stdout.trim().split('\n').map((line) => line.split(/=(.*)/s)));
  }, 60_000);

  test('translates after the first boot, also when its interface comes after the service', () => {
    expect(seen).toMatchObject({ 'printed': 'IPv4 addresses are translated', 'first-boot-tcp': '10.0.8.10', 'first-boot-udp': '10.0.8.10' });
  });

  test('translates after a reboot, which needs the service, and not forwarding alone', () => {
    expect(seen).toMatchObject({
      'persisted': 'net.ipv4.ip_forward = 1',
      'after-reboot-without-service': 'no answer', 'after-reboot-with-forwarding-alone': 'no answer', 'after-reboot': '10.0.8.10',
    });
  });

  test('sets the same rule when the service is started again', () => {
    expect(seen.again).toBe('10.0.8.10');
    // where nft is at hand, it shows that there is one rule and not two
    expect(seen.ruleset ?? 'oif != "lo" masquerade }').toMatch(/^(?!.*masquerade.*masquerade).*oif != "lo" masquerade \}/);
  });

  test('leaves alone what it says to itself, and does not forward IPv6, or it would lose its own route', () => {
    expect(seen).toMatchObject({ 'to-itself': '10.0.8.10', 'ipv6-forwarding': '0' });
  });

  test('forgets what is idle for as long as NAT gateways wait', () => {
    expect(seen['idle-seconds']).toBe('350');
  });

  test('fails when the kernel refuses, so that systemd tries again', () => {
    expect(seen.refused).toMatch(/PermissionError: .*the kernel refuses/);
  });
});

describe('P4: the service of a NAT instance', () => {
  const unit = /<<'SERVICE'\n(.*?)SERVICE\n/s.exec(USER_DATA)![1];

  test('is tried until it succeeds, and at each boot', () => {
    expect(unit).toMatch(/^Restart=on-failure$/m);
    expect(unit).toMatch(/^StartLimitIntervalSec=0$/m);
    expect(unit).toMatch(/^WantedBy=multi-user.target$/m);
    expect(USER_DATA).toMatch(/^systemctl enable nat-instance.service$/m);
  });

  test('waits for no network, and the user data fetches nothing', () => {
    expect(unit).not.toMatch(/network-online|network\.target/);
    expect(USER_DATA).not.toMatch(/\b(dnf|yum|apt|curl|wget|pip|https?:)/);
  });

  test('is the same in each network: what a network has changes no instance', () => {
    expect(USER_DATA).not.toMatch(/\b10\.|Network|eth0|ens5/);
  });
});
