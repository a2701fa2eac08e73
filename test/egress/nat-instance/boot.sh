#!/bin/bash
# Boots a NAT instance in network namespaces and sends packets through it: boot.sh <file of the user data>
# To be run by "unshare -Urnm"; prints one line for each observation, as name=value.
#
#   client 10.0.0.5 ── router of the VPC ── nat 10.0.8.10, with one interface, ens5
#                            │
#                     server 203.0.113.10, which knows a way back to the subnet of the instance and to no other
set -euo pipefail
user_data=$1
work=$(mktemp -d)
mount -t tmpfs tmpfs /run
mkdir -p /run/netns "$work/bin"
for folder in /etc/systemd/system /etc/sysctl.d /usr/local/sbin; do mount -t tmpfs tmpfs "$folder"; done

# In place of systemd: what is enabled is what the [Install] section says, and starting is ExecStart, once.
cat > "$work/bin/systemctl" <<'SYSTEMCTL'
#!/bin/bash
set -eu
unit=/etc/systemd/system/${2-}
case $1 in
  daemon-reload) ;;
  enable) wanted=/etc/systemd/system/$(sed -n 's/^WantedBy=//p' "$unit").wants; mkdir -p "$wanted"; ln -sf "$unit" "$wanted/" ;;
  start) $(sed -n 's/^ExecStart=//p' "$unit") ;;
  *) exit 1 ;;
esac
SYSTEMCTL
chmod 755 "$work/bin/systemctl"

in_ns() { nsenter --net="/run/netns/$1" "${@:2}"; }
say() { printf '%s=%s\n' "$1" "$2"; }

# says to each caller from which address it sees the call
cat > "$work/server.py" <<'PYTHON'
import socket, sys, threading
tcp, udp = socket.create_server((sys.argv[1], 443)), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind((sys.argv[1], 443))
def answer():
    while True:
        _, peer = udp.recvfrom(100)
        udp.sendto(peer[0].encode(), peer)
threading.Thread(target=answer, daemon=True).start()
print('ready', flush=True)
while True:
    caller, peer = tcp.accept()
    caller.sendall(peer[0].encode())
    caller.close()
PYTHON
cat > "$work/client.py" <<'PYTHON'
import socket, sys
kind = socket.SOCK_STREAM if sys.argv[2] == 'tcp' else socket.SOCK_DGRAM
with socket.socket(socket.AF_INET, kind) as call:
    call.settimeout(1)
    try:
        call.connect((sys.argv[1], 443))
        call.send(b'?') if kind == socket.SOCK_DGRAM else None
        print(call.recv(100).decode())
    except OSError as error:
        print('no answer')
PYTHON
call() { in_ns "$1" /usr/bin/python3 "$work/client.py" "$2" "$3"; }
serve() {
  in_ns "$1" /usr/bin/python3 "$work/server.py" "$2" > "$work/$1.log" 2>&1 &
  servers+=($!)
  for _ in $(seq 100); do grep -q ready "$work/$1.log" && return; sleep 0.05; done
  cat "$work/$1.log" >&2
  return 1
}
servers=()
trap 'kill "${servers[@]}" 2> /dev/null; rm -r "$work"' EXIT

cable() { # <namespace> <its interface> <its address> <its gateway> <the address of the router on this cable>
  ip link add "$2" netns "$1" type veth peer name "to-$1" netns router
  in_ns "$1" ip addr add "$3" dev "$2"
  in_ns "$1" ip link set "$2" up
  in_ns router ip addr add "$5" dev "to-$1"
  in_ns router ip link set "to-$1" up
  in_ns "$1" ip route add "$4" via "${5%/*}"
}
namespace() { ip netns add "$1"; in_ns "$1" ip link set lo up; }
# what the route table of the private subnet says; a route goes when the interface that it leads to goes
lead_to_the_instance() { in_ns router ip route replace default via 10.0.8.10 table 100; }

for name in router client server nat; do namespace "$name"; done
in_ns router bash -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
cable client eth0 10.0.0.5/22 default 10.0.0.1/22
cable server eth0 203.0.113.10/24 10.0.8.0/22 203.0.113.1/24
in_ns router ip rule add iif to-client lookup 100
serve server 203.0.113.10

# the first boot: the interface is late, and comes when the service has run
in_ns nat env PATH="$work/bin:$PATH" bash "$user_data" > "$work/user-data.log"
say printed "$(tail -1 "$work/user-data.log")"
say persisted "$(cat /etc/sysctl.d/*)"
cable nat ens5 10.0.8.10/22 default 10.0.8.1/22
lead_to_the_instance
say first-boot-tcp "$(call client 203.0.113.10 tcp)"
say first-boot-udp "$(call client 203.0.113.10 udp)"

# started once more, it sets the same
in_ns nat "$work/bin/systemctl" start nat-instance.service > /dev/null
say again "$(call client 203.0.113.10 tcp)"

# what an instance says to itself is not translated, and IPv6 is not forwarded
serve nat 10.0.8.10
say to-itself "$(call nat 10.0.8.10 tcp)"
say idle-seconds "$(in_ns nat cat /proc/sys/net/netfilter/nf_conntrack_tcp_timeout_established)"
say ipv6-forwarding "$(in_ns nat cat /proc/sys/net/ipv6/conf/all/forwarding)"
if command -v nft > /dev/null; then say ruleset "$(in_ns nat nft list ruleset | tr -s '\n\t' ' ')"; fi

# a reboot: another kernel with an empty ruleset, and the files that the first boot left
kill "${servers[1]}"
in_ns nat ip link del ens5
ip netns del nat
namespace nat
cable nat ens5 10.0.8.10/22 default 10.0.8.1/22
lead_to_the_instance
say after-reboot-without-service "$(call client 203.0.113.10 tcp)"
in_ns nat sh -c 'cat /etc/sysctl.d/* | tr -d " " | while IFS== read -r key value; do echo "$value" > "/proc/sys/$(echo "$key" | tr . /)"; done'
say after-reboot-with-forwarding-alone "$(call client 203.0.113.10 tcp)"
for unit in /etc/systemd/system/*.wants/*; do in_ns nat "$work/bin/systemctl" start "$(basename "$unit")" > /dev/null; done
say after-reboot "$(call client 203.0.113.10 tcp)"

# a kernel that refuses is not taken for one that agrees: systemd starts the service again when it fails
if in_ns nat setpriv --bounding-set=-net_admin --inh-caps=-net_admin /usr/local/sbin/nat-instance > "$work/refused.log" 2>&1; then
  say refused 'not said'
else
  say refused "$(tail -1 "$work/refused.log")"
fi
