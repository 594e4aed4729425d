/* Recorded replies of four kinds of tor to the command status. */
#ifndef TESTS_LIB_STATUS_REPLIES_H
#define TESTS_LIB_STATUS_REPLIES_H

#include "lib/fake_tor.h"

/* Everything asked at first, and the first replies of an invented Tor. */
#define STATUS_ASKED \
	EXPECT("GETINFO version status/version/current " \
		"status/version/recommended uptime process/pid config-file " \
		"current-time/utc status/bootstrap-phase " \
		"status/circuit-established status/enough-dir-info " \
		"network-liveness dormant consensus/valid-after " \
		"consensus/valid-until net/listeners/or net/listeners/dir " \
		"net/listeners/socks net/listeners/httptunnel " \
		"net/listeners/trans net/listeners/natd net/listeners/dns " \
		"net/listeners/extor net/listeners/metrics " \
		"net/listeners/control traffic/read traffic/written " \
		"circuit-status stream-status orconn-status entry-guards " \
		"onions/current onions/detached accounting/enabled")
#define STATUS_OPTIONS EXPECT("GETCONF DisableNetwork ORPort Nickname " \
	"BridgeRelay __LeaveStreamsUnattached HiddenServiceOptions")
#define STATUS_ON STATUS_OPTIONS, SEND("250-DisableNetwork=0\r\n" \
	"250-ORPort\r\n250-Nickname\r\n250-BridgeRelay=0\r\n" \
	"250-__LeaveStreamsUnattached=0\r\n250 HiddenServiceOptions\r\n")
#define STATUS_PHASE "status/bootstrap-phase=NOTICE BOOTSTRAP PROGRESS="
#define STATUS_SAYS(lines) INFO(lines)
/* The output for a Tor without any of that. */
#define STATUS_IDLE "Activity\n  circuits     none\n" \
	"  streams      none\n  connections  none\n"

/* A client of a private network that is also an onion-service host. */
#define STATUS_CLIENT \
	STATUS_ASKED, \
	SEND("250-version=0.4.9.11\r\n" \
		"250-status/version/current=none recommended\r\n" \
		"250-status/version/recommended=\r\n" \
		"250-uptime=2211\r\n" \
		"250-process/pid=25947\r\n" \
		"250-config-file=/var/lib/tor/torrc\r\n" \
		"250-current-time/utc=2026-11-22T16:17:02\r\n" \
		"250-status/bootstrap-phase=NOTICE BOOTSTRAP PROGRESS=100 " \
		"TAG=done SUMMARY=\"Done\"\r\n" \
		"250-status/circuit-established=1\r\n" \
		"250-status/enough-dir-info=1\r\n" \
		"250-network-liveness=up\r\n" \
		"250-dormant=0\r\n" \
		"250-consensus/valid-after=2026-11-22 15:40:11\r\n" \
		"250-consensus/valid-until=2026-11-22 16:40:11\r\n" \
		"250-net/listeners/or=\r\n" \
		"250-net/listeners/dir=\r\n" \
		"250-net/listeners/socks=\"127.0.0.1:42191\" " \
		"\"unix:/run/tor/socks\"\r\n" \
		"250-net/listeners/httptunnel=\r\n" \
		"250-net/listeners/trans=\r\n" \
		"250-net/listeners/natd=\r\n" \
		"250-net/listeners/dns=\r\n" \
		"250-net/listeners/extor=\r\n" \
		"250-net/listeners/metrics=\r\n" \
		"250-net/listeners/control=\"unix:/run/tor/control\"\r\n" \
		"250-traffic/read=591416\r\n" \
		"250-traffic/written=1067107\r\n" \
		"250+circuit-status=\r\n" \
		"12 BUILT $2E47696C1FAD01F9BC19B1953953B512A234E822~r2,$5496B0B" \
		"B25E5B52C384DF50A4AE347257A1D9FE6~r1,$3CC9B748747F63C988EEC2AC" \
		"A23AF4878144EDAB~r3,$77425A1441E34519472141BF260C4B25CABECC5F~" \
		"a1 BUILD_FLAGS=IS_INTERNAL,NEED_CAPACITY,NEED_UPTIME " \
		"PURPOSE=HS_SERVICE_HSDIR HS_STATE=HSSI_CONNECTING " \
		"TIME_CREATED=2026-11-22T15:40:15.497087\r\n" \
		"11 BUILT $2E47696C1FAD01F9BC19B1953953B512A234E822~r2,$5496B0B" \
		"B25E5B52C384DF50A4AE347257A1D9FE6~r1,$3CC9B748747F63C988EEC2AC" \
		"A23AF4878144EDAB~r3,$77425A1441E34519472141BF260C4B25CABECC5F~" \
		"a1 BUILD_FLAGS=IS_INTERNAL,NEED_CAPACITY,NEED_UPTIME " \
		"PURPOSE=HS_SERVICE_HSDIR HS_STATE=HSSI_CONNECTING " \
		"TIME_CREATED=2026-11-22T15:40:14.494756\r\n" \
		"3 BUILT $5496B0BB25E5B52C384DF50A4AE347257A1D9FE6~r1,$3CC9B748" \
		"747F63C988EEC2ACA23AF4878144EDAB~r3,$2E47696C1FAD01F9BC19B1953" \
		"953B512A234E822~r2 BUILD_FLAGS=NEED_CAPACITY,NEED_UPTIME " \
		"PURPOSE=CONFLUX_LINKED " \
		"TIME_CREATED=2026-11-22T15:40:12.495817 " \
		"CONFLUX_ID=66404EF186888954917D811C6A7745AE CONFLUX_RTT=11938\r\n" \
		"4 BUILT $3CC9B748747F63C988EEC2ACA23AF4878144EDAB~r3,$5496B0BB" \
		"25E5B52C384DF50A4AE347257A1D9FE6~r1,$2E47696C1FAD01F9BC19B1953" \
		"953B512A234E822~r2 BUILD_FLAGS=NEED_CAPACITY,NEED_UPTIME " \
		"PURPOSE=CONFLUX_LINKED " \
		"TIME_CREATED=2026-11-22T15:40:12.495837 " \
		"CONFLUX_ID=66404EF186888954917D811C6A7745AE CONFLUX_RTT=14932\r\n" \
		".\r\n" \
		"250-stream-status=\r\n" \
		"250+orconn-status=\r\n" \
		"$5496B0BB25E5B52C384DF50A4AE347257A1D9FE6~r1 CONNECTED\r\n" \
		"$3CC9B748747F63C988EEC2ACA23AF4878144EDAB~r3 CONNECTED\r\n" \
		"$2E47696C1FAD01F9BC19B1953953B512A234E822~r2 CONNECTED\r\n" \
		"$2E47696C1FAD01F9BC19B1953953B512A234E822~r2 CONNECTED\r\n" \
		".\r\n" \
		"250+entry-guards=\r\n" \
		"$2E47696C1FAD01F9BC19B1953953B512A234E822~r2 up\r\n" \
		"$5496B0BB25E5B52C384DF50A4AE347257A1D9FE6~r1 up\r\n" \
		"$3CC9B748747F63C988EEC2ACA23AF4878144EDAB~r3 up\r\n" \
		".\r\n" \
		"250-onions/current=\r\n" \
		"250-onions/detached=mx6a262byvopzmhm3jbvwvjvtduytsk2zzosp3gjgg" \
		"46vbtgy4rcwjad\r\n" \
		"250-accounting/enabled=0\r\n" \
		"250 OK\r\n"), \
	STATUS_OPTIONS, \
	SEND("250-DisableNetwork=0\r\n" \
		"250-ORPort\r\n" \
		"250-Nickname\r\n" \
		"250-BridgeRelay=0\r\n" \
		"250-__LeaveStreamsUnattached=0\r\n" \
		"250-HiddenServiceDir=/var/lib/tor/hs\r\n" \
		"250 HiddenServicePort=80\r\n")

/* A relay of that network. */
#define STATUS_RELAY \
	STATUS_ASKED, \
	SEND("250-version=0.4.9.11\r\n" \
		"250-status/version/current=none recommended\r\n" \
		"250-status/version/recommended=\r\n" \
		"250-uptime=2215\r\n" \
		"250-process/pid=23301\r\n" \
		"250-config-file=/run/tor/r1/torrc\r\n" \
		"250-current-time/utc=2026-11-22T16:17:02\r\n" \
		"250-status/bootstrap-phase=NOTICE BOOTSTRAP PROGRESS=100 " \
		"TAG=done SUMMARY=\"Done\"\r\n" \
		"250-status/circuit-established=1\r\n" \
		"250-status/enough-dir-info=1\r\n" \
		"250-network-liveness=up\r\n" \
		"250-dormant=0\r\n" \
		"250-consensus/valid-after=2026-11-22 16:10:01\r\n" \
		"250-consensus/valid-until=2026-11-22 17:10:01\r\n" \
		"250-net/listeners/or=\"127.0.0.1:39199\"\r\n" \
		"250-net/listeners/dir=\r\n" \
		"250-net/listeners/socks=\r\n" \
		"250-net/listeners/httptunnel=\r\n" \
		"250-net/listeners/trans=\r\n" \
		"250-net/listeners/natd=\r\n" \
		"250-net/listeners/dns=\r\n" \
		"250-net/listeners/extor=\r\n" \
		"250-net/listeners/metrics=\r\n" \
		"250-net/listeners/control=\"unix:/run/tor/r1/control\"\r\n" \
		"250-traffic/read=8929897\r\n" \
		"250-traffic/written=8851339\r\n" \
		"250+circuit-status=\r\n" \
		"2238 BUILT $2E47696C1FAD01F9BC19B1953953B512A234E822~r2,$07B22" \
		"22621FD0E0CAEB33AAFD010430F5CA0E470~r4,$3CC9B748747F63C988EEC2" \
		"ACA23AF4878144EDAB~r3 BUILD_FLAGS=NEED_CAPACITY " \
		"PURPOSE=GENERAL TIME_CREATED=2026-11-22T16:14:44.222947\r\n" \
		"2233 BUILT $2E47696C1FAD01F9BC19B1953953B512A234E822~r2,$07B22" \
		"22621FD0E0CAEB33AAFD010430F5CA0E470~r4,$3CC9B748747F63C988EEC2" \
		"ACA23AF4878144EDAB~r3 BUILD_FLAGS=NEED_CAPACITY,NEED_UPTIME " \
		"PURPOSE=CONFLUX_LINKED " \
		"TIME_CREATED=2026-11-22T16:14:44.222695 " \
		"CONFLUX_ID=73DBD6FC21C527810694F25642D29BB3 CONFLUX_RTT=59174\r\n" \
		"2245 BUILT $2E47696C1FAD01F9BC19B1953953B512A234E822~r2,$07B22" \
		"22621FD0E0CAEB33AAFD010430F5CA0E470~r4,$3CC9B748747F63C988EEC2" \
		"ACA23AF4878144EDAB~r3 BUILD_FLAGS=NEED_CAPACITY,NEED_UPTIME " \
		"PURPOSE=CONFLUX_LINKED " \
		"TIME_CREATED=2026-11-22T16:14:46.225763 " \
		"CONFLUX_ID=523380E2D31E588BE1D4B3D575A0382D CONFLUX_RTT=8069\r\n" \
		"2239 BUILT $2E47696C1FAD01F9BC19B1953953B512A234E822~r2,$07B22" \
		"22621FD0E0CAEB33AAFD010430F5CA0E470~r4,$3CC9B748747F63C988EEC2" \
		"ACA23AF4878144EDAB~r3 BUILD_FLAGS=NEED_CAPACITY,NEED_UPTIME " \
		"PURPOSE=CONFLUX_LINKED " \
		"TIME_CREATED=2026-11-22T16:14:45.222987 " \
		"CONFLUX_ID=F1F4AB85E1271B233CA58B487FC5CBD1 CONFLUX_RTT=43240\r\n" \
		".\r\n" \
		"250-stream-status=\r\n" \
		"250+orconn-status=\r\n" \
		"$77425A1441E34519472141BF260C4B25CABECC5F~a1 CONNECTED\r\n" \
		"$2E47696C1FAD01F9BC19B1953953B512A234E822~r2 CONNECTED\r\n" \
		"$07B2222621FD0E0CAEB33AAFD010430F5CA0E470~r4 CONNECTED\r\n" \
		"$3CC9B748747F63C988EEC2ACA23AF4878144EDAB~r3 CONNECTED\r\n" \
		".\r\n" \
		"250+entry-guards=\r\n" \
		"$3CC9B748747F63C988EEC2ACA23AF4878144EDAB~r3 up\r\n" \
		"$2E47696C1FAD01F9BC19B1953953B512A234E822~r2 up\r\n" \
		".\r\n" \
		"250-onions/current=\r\n" \
		"250-onions/detached=\r\n" \
		"250-accounting/enabled=0\r\n" \
		"250 OK\r\n"), \
	STATUS_OPTIONS, \
	SEND("250-DisableNetwork=0\r\n" \
		"250-ORPort=127.0.0.1:auto\r\n" \
		"250-Nickname=r1\r\n" \
		"250-BridgeRelay=0\r\n" \
		"250-__LeaveStreamsUnattached=0\r\n" \
		"250 HiddenServiceOptions\r\n"), \
	EXPECT("GETINFO fingerprint status/reachability-succeeded/or " \
		"status/reachability-succeeded/dir " \
		"status/good-server-descriptor " \
		"status/accepted-server-descriptor"), \
	SEND("250-fingerprint=5496B0BB25E5B52C384DF50A4AE347257A1D9FE6\r\n" \
		"250-status/reachability-succeeded/or=1\r\n" \
		"250-status/reachability-succeeded/dir=1\r\n" \
		"250-status/good-server-descriptor=1\r\n" \
		"250-status/accepted-server-descriptor=1\r\n" \
		"250 OK\r\n"), \
	EXPECT("GETINFO address"), \
	SEND("250-address=127.0.0.1\r\n" \
		"250 OK\r\n"), \
	EXPECT("GETINFO ns/id/5496B0BB25E5B52C384DF50A4AE347257A1D9FE6"), \
	SEND("250+ns/id/5496B0BB25E5B52C384DF50A4AE347257A1D9FE6=\r\n" \
		"r r1 VJawuyXltSw4TfUKSuNHJXodn+Y XLrmlx3bma/mYR5vD3ekrtvNIRk " \
		"2038-01-01 00:00:00 127.0.0.1 39199 0\r\n" \
		"s Exit Fast Guard HSDir Running Stable V2Dir Valid\r\n" \
		"w Bandwidth=103\r\n" \
		"p accept 1-65535\r\n" \
		".\r\n" \
		"250 OK\r\n")

/* Its directory authority. */
#define STATUS_AUTHORITY \
	STATUS_ASKED, \
	SEND("250-version=0.4.9.11\r\n" \
		"250-status/version/current=none recommended\r\n" \
		"250-status/version/recommended=\r\n" \
		"250-uptime=2214\r\n" \
		"250-process/pid=23289\r\n" \
		"250-config-file=/run/tor/a1/torrc\r\n" \
		"250-current-time/utc=2026-11-22T16:17:02\r\n" \
		"250-status/bootstrap-phase=NOTICE BOOTSTRAP PROGRESS=100 " \
		"TAG=done SUMMARY=\"Done\"\r\n" \
		"250-status/circuit-established=1\r\n" \
		"250-status/enough-dir-info=1\r\n" \
		"250-network-liveness=up\r\n" \
		"250-dormant=0\r\n" \
		"250-consensus/valid-after=2026-11-22 16:10:01\r\n" \
		"250-consensus/valid-until=2026-11-22 17:10:01\r\n" \
		"250-net/listeners/or=\"127.0.0.1:10837\"\r\n" \
		"250-net/listeners/dir=\"127.0.0.1:21094\"\r\n" \
		"250-net/listeners/socks=\r\n" \
		"250-net/listeners/httptunnel=\r\n" \
		"250-net/listeners/trans=\r\n" \
		"250-net/listeners/natd=\r\n" \
		"250-net/listeners/dns=\r\n" \
		"250-net/listeners/extor=\r\n" \
		"250-net/listeners/metrics=\r\n" \
		"250-net/listeners/control=\"unix:/run/tor/a1/control\"\r\n" \
		"250-traffic/read=2142794\r\n" \
		"250-traffic/written=2074981\r\n" \
		"250+circuit-status=\r\n" \
		"1 BUILT $2E47696C1FAD01F9BC19B1953953B512A234E822~r2,$3CC9B748" \
		"747F63C988EEC2ACA23AF4878144EDAB~r3,$5496B0BB25E5B52C384DF50A4" \
		"AE347257A1D9FE6~r1 BUILD_FLAGS=NEED_CAPACITY,NEED_UPTIME " \
		"PURPOSE=CONFLUX_LINKED " \
		"TIME_CREATED=2026-11-22T15:40:12.153488 " \
		"CONFLUX_ID=C0739421969BA818E0AA602DB92A188F CONFLUX_RTT=18904\r\n" \
		"2 BUILT $3CC9B748747F63C988EEC2ACA23AF4878144EDAB~r3,$2E47696C" \
		"1FAD01F9BC19B1953953B512A234E822~r2,$5496B0BB25E5B52C384DF50A4" \
		"AE347257A1D9FE6~r1 BUILD_FLAGS=NEED_CAPACITY,NEED_UPTIME " \
		"PURPOSE=CONFLUX_LINKED " \
		"TIME_CREATED=2026-11-22T15:40:12.153711 " \
		"CONFLUX_ID=C0739421969BA818E0AA602DB92A188F CONFLUX_RTT=6253\r\n" \
		"3 BUILT $5496B0BB25E5B52C384DF50A4AE347257A1D9FE6~r1,$2E47696C" \
		"1FAD01F9BC19B1953953B512A234E822~r2,$3CC9B748747F63C988EEC2ACA" \
		"23AF4878144EDAB~r3 BUILD_FLAGS=NEED_CAPACITY,NEED_UPTIME " \
		"PURPOSE=CONFLUX_LINKED " \
		"TIME_CREATED=2026-11-22T15:40:12.153790 " \
		"CONFLUX_ID=3546D6F62207A355E446003895F3FA3B CONFLUX_RTT=25927\r\n" \
		"4 BUILT $2E47696C1FAD01F9BC19B1953953B512A234E822~r2,$5496B0BB" \
		"25E5B52C384DF50A4AE347257A1D9FE6~r1,$3CC9B748747F63C988EEC2ACA" \
		"23AF4878144EDAB~r3 BUILD_FLAGS=NEED_CAPACITY,NEED_UPTIME " \
		"PURPOSE=CONFLUX_LINKED " \
		"TIME_CREATED=2026-11-22T15:40:12.153868 " \
		"CONFLUX_ID=3546D6F62207A355E446003895F3FA3B CONFLUX_RTT=55226\r\n" \
		".\r\n" \
		"250-stream-status=\r\n" \
		"250+orconn-status=\r\n" \
		"$2E47696C1FAD01F9BC19B1953953B512A234E822~r2 CONNECTED\r\n" \
		"$5496B0BB25E5B52C384DF50A4AE347257A1D9FE6~r1 CONNECTED\r\n" \
		"$3CC9B748747F63C988EEC2ACA23AF4878144EDAB~r3 CONNECTED\r\n" \
		"$07B2222621FD0E0CAEB33AAFD010430F5CA0E470~r4 CONNECTED\r\n" \
		".\r\n" \
		"250-entry-guards=\r\n" \
		"250-onions/current=\r\n" \
		"250-onions/detached=\r\n" \
		"250-accounting/enabled=0\r\n" \
		"250 OK\r\n"), \
	STATUS_OPTIONS, \
	SEND("250-DisableNetwork=0\r\n" \
		"250-ORPort=127.0.0.1:10837\r\n" \
		"250-Nickname=a1\r\n" \
		"250-BridgeRelay=0\r\n" \
		"250-__LeaveStreamsUnattached=0\r\n" \
		"250 HiddenServiceOptions\r\n"), \
	EXPECT("GETINFO fingerprint status/reachability-succeeded/or " \
		"status/reachability-succeeded/dir " \
		"status/good-server-descriptor " \
		"status/accepted-server-descriptor"), \
	SEND("250-fingerprint=77425A1441E34519472141BF260C4B25CABECC5F\r\n" \
		"250-status/reachability-succeeded/or=1\r\n" \
		"250-status/reachability-succeeded/dir=1\r\n" \
		"250-status/good-server-descriptor=1\r\n" \
		"250-status/accepted-server-descriptor=1\r\n" \
		"250 OK\r\n"), \
	EXPECT("GETINFO address"), \
	SEND("250-address=127.0.0.1\r\n" \
		"250 OK\r\n"), \
	EXPECT("GETINFO ns/id/77425A1441E34519472141BF260C4B25CABECC5F"), \
	SEND("250+ns/id/77425A1441E34519472141BF260C4B25CABECC5F=\r\n" \
		"r a1 d0JaFEHjRRlHIUG/JgxLJcq+zF8 XbYU6mQoyff9ZpGEBQfIqt3smbw " \
		"2038-01-01 00:00:00 127.0.0.1 10837 21094\r\n" \
		"s Authority Exit Fast Guard HSDir Running V2Dir Valid\r\n" \
		"w Bandwidth=84\r\n" \
		"p reject 1-65535\r\n" \
		".\r\n" \
		"250 OK\r\n")

/* A bridge that is offline, with accounting. */
#define STATUS_BRIDGE \
	STATUS_ASKED, \
	SEND("250-version=0.4.9.11\r\n" \
		"250-status/version/current=unknown\r\n" \
		"250-status/version/recommended=?\r\n" \
		"250-uptime=1\r\n" \
		"250-process/pid=31249\r\n" \
		"250-config-file=/etc/tor/torrc\r\n" \
		"250-current-time/utc=2026-11-22T16:17:59\r\n" \
		"250-status/bootstrap-phase=NOTICE BOOTSTRAP PROGRESS=0 " \
		"TAG=starting SUMMARY=\"Starting\"\r\n" \
		"250-status/circuit-established=0\r\n" \
		"250-status/enough-dir-info=0\r\n" \
		"250-network-liveness=down\r\n" \
		"250-dormant=0\r\n" \
		"250-consensus/valid-after=\r\n" \
		"250-consensus/valid-until=\r\n" \
		"250-net/listeners/or=\r\n" \
		"250-net/listeners/dir=\r\n" \
		"250-net/listeners/socks=\r\n" \
		"250-net/listeners/httptunnel=\r\n" \
		"250-net/listeners/trans=\r\n" \
		"250-net/listeners/natd=\r\n" \
		"250-net/listeners/dns=\r\n" \
		"250-net/listeners/extor=\r\n" \
		"250-net/listeners/metrics=\r\n" \
		"250-net/listeners/control=\"unix:/run/tor/control\"\r\n" \
		"250-traffic/read=0\r\n" \
		"250-traffic/written=0\r\n" \
		"250-circuit-status=\r\n" \
		"250-stream-status=\r\n" \
		"250-orconn-status=\r\n" \
		"250-entry-guards=\r\n" \
		"250-onions/current=\r\n" \
		"250-onions/detached=\r\n" \
		"250-accounting/enabled=1\r\n" \
		"250 OK\r\n"), \
	STATUS_OPTIONS, \
	SEND("250-DisableNetwork=1\r\n" \
		"250-ORPort=127.0.0.1:34567\r\n" \
		"250-Nickname=mybridge\r\n" \
		"250-BridgeRelay=1\r\n" \
		"250-__LeaveStreamsUnattached=0\r\n" \
		"250 HiddenServiceOptions\r\n"), \
	EXPECT("GETINFO accounting/hibernating accounting/bytes " \
		"accounting/bytes-left accounting/interval-start " \
		"accounting/interval-end"), \
	SEND("250-accounting/hibernating=awake\r\n" \
		"250-accounting/bytes=0 0\r\n" \
		"250-accounting/bytes-left=1073741824 1073741824\r\n" \
		"250-accounting/interval-start=2026-11-22 00:00:00\r\n" \
		"250-accounting/interval-end=2026-11-23 00:00:00\r\n" \
		"250 OK\r\n"), \
	EXPECT("GETINFO fingerprint status/reachability-succeeded/or " \
		"status/reachability-succeeded/dir " \
		"status/good-server-descriptor " \
		"status/accepted-server-descriptor"), \
	SEND("250-fingerprint=E98A5E523713C22D51A7103A3F7D55C49EAFDF59\r\n" \
		"250-status/reachability-succeeded/or=1\r\n" \
		"250-status/reachability-succeeded/dir=1\r\n" \
		"250-status/good-server-descriptor=0\r\n" \
		"250-status/accepted-server-descriptor=0\r\n" \
		"250 OK\r\n"), \
	EXPECT("GETINFO address"), \
	SEND("551 Address unknown\r\n"), \
	EXPECT("GETINFO ns/id/E98A5E523713C22D51A7103A3F7D55C49EAFDF59"), \
	SEND("250-ns/id/E98A5E523713C22D51A7103A3F7D55C49EAFDF59=\r\n" \
		"250 OK\r\n")

#endif
