/* torctl equivalents of Java and Python controller library calls. */
#include "commands/migrate.h"

#include "out/layout.h"
#include "util/span.h"

#include <stddef.h>

#define SAME "the same"

const struct migrate migrate_rows[] = {
	{ "tor --ControlPort 9100", SAME,
		"--launch getinfo version", "GETINFO version",
		"Starts a private Tor; use -s 9100 for a running one." },
	{ "new Socket(\"127.0.0.1\", 9100)",
		"s.connect((\"127.0.0.1\", 9100))",
		"-s /run/tor/control getinfo version", "GETINFO version",
		"-s also takes HOST:PORT." },
	{ "TorControlConnection.getConnection(s)",
		"TorCtl.get_connection(s)",
		"protocolinfo", "PROTOCOLINFO",
		"Sent at the start of every run. Protocol version 0 is "
			"obsolete." },
	{ "authenticate(new byte[0])", "authenticate(\"\")",
		"authenticate", "AUTHENTICATE",
		"Automatic, with the method that Tor offers." },
	{ "getConf(\"contact\")", "get_option(\"contact\")",
		"getconf contact", "GETCONF contact", NULL },
	{ "getConf(Arrays.asList(\"contact\", \"orport\"))",
		"get_option([\"contact\", \"orport\"])",
		"getconf contact orport", "GETCONF contact orport", NULL },
	{ "setConf(\"BandwidthRate\", \"1 MB\")",
		"set_option(\"BandwidthRate\", \"1 MB\")",
		"setconf BandwidthRate \"1 MB\"",
		"SETCONF BandwidthRate=\"1 MB\"", NULL },
	{ "setConf(list)", "set_options(list)",
		"setconf HiddenServiceDir=/srv/tor/s HiddenServicePort=80",
		"SETCONF HiddenServiceDir=\"/srv/tor/s\" "
		"HiddenServicePort=\"80\"",
		"Order is kept; all or nothing." },
	{ "resetConf(list)", "reset_options(list)",
		"resetconf contact socksport", "RESETCONF contact socksport",
		NULL },
	{ "saveConf()", "save_conf()",
		"saveconf", "SAVECONF", NULL },
	{ "List of ConfigEntry", "list of (key, value)",
		"getconf HiddenServiceOptions",
		"GETCONF HiddenServiceOptions",
		"Values are printed in Tor's order." },
	{ "setConf() of all Log lines", "set_options() of all Log lines",
		"conf add Log err file /var/log/tor/errors",
		"GETINFO config/names\nGETCONF Log\n"
		"SETCONF Log=\"err file /var/log/tor/errors\"",
		"Existing lines stay; conf remove Log removes one." },
	{ "getInfo(\"version\")", "get_info(\"version\")",
		"getinfo version", "GETINFO version", NULL },
	{ "getInfo(list)", "get_info(list)",
		"getinfo addr-mappings/config version",
		"GETINFO address-mappings/config version",
		"addr-mappings/… is now called address-mappings/…." },
	{ "signal(\"RELOAD\")", "send_signal(\"RELOAD\")",
		"signal reload", "SIGNAL RELOAD", NULL },
	{ "setEventHandler(eh)", "set_event_handler(handler)",
		"log notice --for 1", "SETEVENTS NOTICE WARN ERR",
		"Without --for, runs until interrupted." },
	{ "setEvents(list)", "set_events(list)",
		"setevents DEBUG INFO NOTICE WARN ERR",
		"SETEVENTS DEBUG INFO NOTICE WARN ERR",
		"events and log subscribe automatically." },
	{ "EventHandler.circuitStatus() and so on",
		"EventHandler.circ_status_event() and so on",
		"events CIRC STREAM ORCONN BW NEWDESC ADDRMAP --for 1",
		"SETEVENTS CIRC STREAM ORCONN BW NEWDESC ADDRMAP",
		"With -j, each event is a JSON object." },
	{ "launchThread(false)", "launch_thread(daemon=0)",
		"events BW --count 1", "SETEVENTS BW",
		"Runs until --count, --for or --until is reached." },
	{ "postDescriptor(desc)", "post_descriptor(desc)",
		"postdescriptor ./descriptor", "+POSTDESCRIPTOR", NULL },
	{ "mapAddress(\"127.0.0.100\", \"example.com\")",
		"map_address([(\"127.0.0.100\", \"example.com\")])",
		"mapaddress 127.0.0.100=example.com",
		"MAPADDRESS 127.0.0.100=example.com", NULL },
	{ "mapAddress(\"0.0.0.0\", \"example.com\")",
		"map_address([(\"0.0.0.0\", \"example.com\")])",
		"mapaddress 0.0.0.0=example.com",
		"MAPADDRESS 0.0.0.0=example.com",
		"Prints the address that Tor chose." },
	{ "mapAddress(\"127.0.0.100\", \"127.0.0.100\")",
		"map_address([(\"127.0.0.100\", \"127.0.0.100\")])",
		"mapaddress 127.0.0.100=127.0.0.100",
		"MAPADDRESS 127.0.0.100=127.0.0.100", NULL },
	{ "getInfo(\"addr-mappings/control\")",
		"get_info(\"addr-mappings/control\")",
		"getinfo address-mappings/control",
		"GETINFO address-mappings/control", NULL },
	{ "getInfo(\"circuit-status\")", "get_info(\"circuit-status\")",
		"getinfo circuit-status stream-status",
		"GETINFO circuit-status stream-status",
		"At the prompt, Tab completes the IDs." },
	{ "extendCircuit(\"0\", \"moria1,tor26\")",
		"extend_circuit(\"0\", [\"moria1\", \"tor26\"])",
		"extendcircuit 0 moria1,tor26",
		"EXTENDCIRCUIT 0 moria1,tor26",
		"Prints the ID: id=$(torctl extendcircuit 0)." },
	{ "extendCircuit(circID, \"tor26\")",
		"extend_circuit(circID, [\"tor26\"])",
		"extendcircuit 7 tor26", "EXTENDCIRCUIT 7 tor26", NULL },
	{ "redirectStream(streamID, \"example.com\")",
		"redirect_stream(streamID, \"example.com\")",
		"redirectstream 12 example.com",
		"REDIRECTSTREAM 12 example.com", NULL },
	{ "attachStream(streamID, circID)",
		"attach_stream(streamID, circID)",
		"attachstream 12 7", "ATTACHSTREAM 12 7", NULL },
	{ "closeStream(streamID, (byte)1)", "close_stream(streamID, 1)",
		"closestream 12 MISC", "CLOSESTREAM 12 1", NULL },
	{ "closeCircuit(circID, true)",
		"close_circuit(circID, flags=[\"IFUNUSED\"])",
		"closecircuit 7 IfUnused", "CLOSECIRCUIT 7 IfUnused", NULL },
	{ "a fingerprint instead of a nickname", SAME,
		"extendcircuit 0 "
		"'$FFCB46DB1339DA84674C70D7CB586434C4370441'",
		"EXTENDCIRCUIT 0 $FFCB46DB1339DA84674C70D7CB586434C4370441",
		NULL },
	{ "authenticate(the cookie file's bytes)", SAME,
		"--cookie /run/tor/control.authcookie getinfo version",
		"GETINFO version",
		"Only needed if the path that Tor reports is not valid here." },
	{ "PasswordDigest.generateDigest()", "TorCtl.s2k_gen(secret)",
		"hash-password --generate", NULL, NULL },
	{ "setDebugging(stream)", "debug(file)",
		"--trace raw GETINFO version", "GETINFO version",
		"raw sends any line." },
	{ "SOCKS4a by hand", SAME,
		"getinfo net/listeners/socks",
		"GETINFO net/listeners/socks",
		"resolve NAME resolves a name through Tor." },
	{ NULL, NULL, NULL, NULL, NULL },
};

static void add_part(const struct layout *to, const char *label,
	const char *text)
{
	struct span rest = span_of(text), line;

	while (span_next_line(&rest, &line)) {
		buf_print(to->text, "    %-7s ", label);
		layout_fold(line, 12, 12, to->width, to->text);
		buf_add_char(to->text, '\n');
	}
}

void migrate_help(const struct layout *to)
{
	const struct migrate *row = migrate_rows;

	layout_heading(to, "torctl equivalents of Java and Python library "
		"calls");
	for (; row->command; row++) {
		buf_add_char(to->text, '\n');
		add_part(to, "Java", row->java);
		add_part(to, "Python", row->python);
		add_part(to, "torctl", row->command);
		if (row->wire)
			add_part(to, "sends", row->wire);
		if (row->note)
			layout_wrap(to, row->note, 12);
	}
}
