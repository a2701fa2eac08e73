import { createHash } from 'crypto';

/*
 * Models: the software of a NAT instance, as the user data that installs it.
 * Law: nothing is fetched, at no boot. An image of Amazon Linux 2023 has neither nft nor iptables for sure, but whatever runs cloud-init has Python, and the
 * kernel takes its rules from any program.
 * Law: the rule names no interface and no address, so it is right whatever comes late, and whatever the interface is called.
 * Law: a service of systemd sets it, at each boot and again until the kernel takes it. The text is the same in each network, or each change of one would
 * replace instances.
 */

/**
 * Hands the kernel one table of nftables with one rule: what leaves, unless through the loopback interface, has the address of the interface that it leaves by.
 *
 * The numbers are those of linux/netfilter/nf_tables.h and linux/netfilter/nfnetlink.h. The table is made anew each time, in one transaction.
 */
const TRANSLATE = String.raw`#!/usr/bin/python3
# Translates IPv4 addresses: "nft list ruleset" shows the one table that this sets.
import socket
import struct

TABLE, CHAIN = b"nat-instance\0", b"postrouting\0"
IPV4, NFTABLES, ACK, CREATE, APPEND = 2, 10, 0x4, 0x400, 0x800
NEW_TABLE, DELETE_TABLE, NEW_CHAIN, NEW_RULE = 0xA00, 0xA02, 0xA03, 0xA06


def attribute(kind, value):
    return struct.pack("=HH", 4 + len(value), kind) + value + bytes(-len(value) % 4)


def number(kind, value):
    return attribute(kind, struct.pack("!I", value))


def nested(kind, *attributes):
    return attribute(kind | 0x8000, b"".join(attributes))


def expression(name, *attributes):
    return nested(1, attribute(1, name), nested(2, *attributes))


def message(kind, flags, sequence, body=b"", family=IPV4, resource=0):
    header = struct.pack("=IHHII", 20 + len(body), kind, 1 | flags, sequence, 0)
    return header + struct.pack("!BBH", family, 0, resource) + body


table = attribute(1, TABLE)
source_nat = nested(4, number(1, 4), number(2, 100)) + attribute(7, b"nat\0")
output_interface = expression(b"meta\0", number(1, 1), number(2, 5))
is_not_loopback = expression(b"cmp\0", number(1, 1), number(2, 1), nested(3, attribute(1, struct.pack("=I", 1))))
rule = nested(4, output_interface, is_not_loopback, expression(b"masq\0"))
steps = [
    (NEW_TABLE, CREATE, table),
    (DELETE_TABLE, 0, table),
    (NEW_TABLE, CREATE, table),
    (NEW_CHAIN, CREATE, table + attribute(3, CHAIN) + source_nat),
    (NEW_RULE, CREATE | APPEND, table + attribute(2, CHAIN) + rule),
]
batch = message(16, 0, 0, family=0, resource=NFTABLES)
for sequence, (kind, flags, body) in enumerate(steps, 1):
    batch += message(kind, flags | ACK, sequence, body)
batch += message(17, 0, len(steps) + 1, family=0, resource=NFTABLES)

with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12) as kernel:
    kernel.settimeout(10)
    kernel.bind((0, 0))
    kernel.send(batch)
    answered = 0
    while answered < len(steps):
        answers = kernel.recv(65536)
        while answers:
            length, kind, _, sequence, _ = struct.unpack_from("=IHHII", answers)
            error = struct.unpack_from("=i", answers, 16)[0] if kind == 2 else 0
            if error:
                raise OSError(-error, "the kernel refuses step %d" % sequence)
            answered += 1
            answers = answers[(length + 3) & ~3:]


def write(setting, value):
    with open("/proc/sys/net/" + setting, "w") as file:
        file.write(value)


write("ipv4/ip_forward", "1")
# As NAT gateways do it: what is idle for 350 seconds is forgotten. A small instance would remember few connections, and those for days.
for setting, value in [("netfilter/nf_conntrack_tcp_timeout_established", "350"), ("netfilter/nf_conntrack_max", "65536")]:
    try:
        write(setting, value)
    except OSError as error:
        print("%s is left as it is: %s" % (setting, error))
print("IPv4 addresses are translated")
`;

/** Run at each boot, before there is a network, and every five seconds until it succeeds. What it prints is in the console output of the instance as well. */
const SERVICE = `[Unit]
Description=Translates the IPv4 addresses of the subnets that route to this instance
DefaultDependencies=no
After=local-fs.target systemd-sysctl.service
Wants=network-pre.target
Before=network-pre.target
StartLimitIntervalSec=0

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/sbin/nat-instance
Restart=on-failure
RestartSec=5
StandardOutput=journal+console
StandardError=journal+console

[Install]
WantedBy=multi-user.target
`;

/** The user data of a NAT instance: a shell script that cloud-init runs at the first boot. */
export const NAT_INSTANCE_USER_DATA = `#!/bin/bash
set -eu
cat > /usr/local/sbin/nat-instance <<'PROGRAM'
${TRANSLATE}PROGRAM
chmod 755 /usr/local/sbin/nat-instance
echo 'net.ipv4.ip_forward = 1' > /etc/sysctl.d/90-nat-instance.conf
cat > /etc/systemd/system/nat-instance.service <<'SERVICE'
${SERVICE}SERVICE
systemctl daemon-reload
systemctl enable nat-instance.service
systemctl start nat-instance.service
`;

/** A word that changes with the software: cloud-init runs user data once, so other software needs another instance. */
export const NAT_INSTANCE_VERSION = createHash('sha256').update(NAT_INSTANCE_USER_DATA).digest('hex').slice(0, 8);
