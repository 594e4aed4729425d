/* What each type of event says: bytes, cells and times. */
#include "proto/event_types.h"

const struct event_type event_types_traffic[] = {
	{
		.name = "BW",
		.summary = "bytes read and written in the last second",
		.positions = {
			{ "READ", "read", EVENT_NUMBER, "bytes" },
			{ "WRITTEN", "written", EVENT_NUMBER, "bytes" },
		},
		.shown = "read {read:bytes}/s, written {written:bytes}/s",
	},
	{
		.name = "STREAM_BW",
		.summary = "bytes written and read by each stream",
		.positions = {
			{ "ID", "id", EVENT_STRING, "the stream" },
			{ "WRITTEN", "written", EVENT_NUMBER,
				"bytes that the application wrote" },
			{ "READ", "read", EVENT_NUMBER,
				"bytes that the application read" },
			{ "TIME", "tor_time", EVENT_STRING, "UTC", true },
		},
		.shown = "stream {id} read {read:bytes}, written "
			"{written:bytes}",
	},
	{
		.name = "CIRC_BW",
		.summary = "bytes read and written on each circuit",
		.keywords = {
			{ "ID", "id", EVENT_STRING, "the circuit" },
			{ "READ", "read", EVENT_NUMBER, "bytes" },
			{ "WRITTEN", "written", EVENT_NUMBER, "bytes" },
			{ "TIME", "tor_time", EVENT_STRING, "UTC" },
			{ "DELIVERED_READ", "delivered_read", EVENT_NUMBER,
				"bytes that reached a stream" },
			{ "OVERHEAD_READ", "overhead_read", EVENT_NUMBER,
				"bytes unused in the cells that did" },
			{ "DELIVERED_WRITTEN", "delivered_written",
				EVENT_NUMBER, "bytes that a stream wrote" },
			{ "OVERHEAD_WRITTEN", "overhead_written", EVENT_NUMBER,
				"bytes unused in those cells" },
			{ "SS", "ss", EVENT_NUMBER,
				"congestion control: 1 in slow start" },
			{ "CWND", "cwnd", EVENT_NUMBER,
				"congestion window, cells" },
			{ "RTT", "rtt", EVENT_NUMBER, "milliseconds" },
			{ "MIN_RTT", "min_rtt", EVENT_NUMBER, "milliseconds" },
		},
		.other = EVENT_NUMBER,
		.shown = "circuit {id} read {read:bytes}, written "
			"{written:bytes}[, round trip {rtt} ms]",
	},
	{
		.name = "CONN_BW",
		.summary = "bytes on each connection (test networks only)",
		.keywords = {
			{ "ID", "id", EVENT_STRING, "the connection" },
			{ "TYPE", "type", EVENT_STRING, "OR, DIR or EXIT" },
			{ "READ", "read", EVENT_NUMBER, "bytes" },
			{ "WRITTEN", "written", EVENT_NUMBER, "bytes" },
		},
		.shown = "connection {id}[ ({type})] read {read:bytes}, "
			"written {written:bytes}",
	},
	{
		.name = "CELL_STATS",
		.summary = "cells on each circuit (test networks only)",
		.keywords = {
			{ "ID", "id", EVENT_STRING, "the circuit" },
			{ "InboundQueue", "inbound_queue", EVENT_STRING,
				"the circuit's number on the connection" },
			{ "InboundConn", "inbound_conn", EVENT_STRING,
				"the connection" },
			{ "InboundAdded", "inbound_added", EVENT_COUNTS,
				"cells put into its queue, by type" },
			{ "InboundRemoved", "inbound_removed", EVENT_COUNTS,
				"cells taken out" },
			{ "InboundTime", "inbound_time", EVENT_COUNTS,
				"milliseconds they waited" },
			{ "OutboundQueue", "outbound_queue", EVENT_STRING,
				"the same the other way" },
			{ "OutboundConn", "outbound_conn", EVENT_STRING,
				"the connection" },
			{ "OutboundAdded", "outbound_added", EVENT_COUNTS,
				"cells put into its queue, by type" },
			{ "OutboundRemoved", "outbound_removed", EVENT_COUNTS,
				"cells taken out" },
			{ "OutboundTime", "outbound_time", EVENT_COUNTS,
				"milliseconds they waited" },
		},
		.other = EVENT_COUNTS,
		.shown = "[circuit {id} ][in: {inbound_removed:counts} ]"
			"[out: {outbound_removed:counts}]",
	},
	{
		.name = "TB_EMPTY",
		.summary = "a bandwidth limit was reached (older Tors, test "
			"networks only)",
		.positions = {
			{ "BUCKET", "bucket", EVENT_STRING,
				"GLOBAL, RELAY or ORCONN" },
		},
		.keywords = {
			{ "ID", "id", EVENT_STRING, "the connection" },
			{ "READ", "read", EVENT_NUMBER,
				"milliseconds without leave to read" },
			{ "WRITTEN", "written", EVENT_NUMBER,
				"milliseconds without leave to write" },
			{ "LAST", "last", EVENT_NUMBER,
				"milliseconds since the limits were refilled" },
		},
		.shown = "{bucket}[ {id}][, could not read for {read} ms]"
			"[, could not write for {written} ms]",
		.obsolete = true,
	},
	{
		.name = "BUILDTIMEOUT_SET",
		.summary = "the circuit build timeout was set anew",
		.positions = {
			{ "TYPE", "type", EVENT_STRING, "COMPUTED, RESET, "
				"SUSPENDED, DISCARD or RESUME" },
		},
		.keywords = {
			{ "TOTAL_TIMES", "total_times", EVENT_DECIMAL,
				"build times it was computed from" },
			{ "TIMEOUT_MS", "timeout_ms", EVENT_DECIMAL,
				"a circuit must be built in this time" },
			{ "XM", "xm", EVENT_DECIMAL, "Pareto's Xm, ms" },
			{ "ALPHA", "alpha", EVENT_DECIMAL, "Pareto's alpha" },
			{ "CUTOFF_QUANTILE", "cutoff_quantile", EVENT_DECIMAL,
				"share of circuits to be built in time" },
			{ "TIMEOUT_RATE", "timeout_rate", EVENT_DECIMAL,
				"share of circuits that were too slow" },
			{ "CLOSE_MS", "close_ms", EVENT_DECIMAL,
				"slow ones are measured up to this time" },
			{ "CLOSE_RATE", "close_rate", EVENT_DECIMAL,
				"share of circuits that were closed" },
		},
		.other = EVENT_DECIMAL,
		.shown = "{type:words}: circuits have {timeout_ms} ms"
			"[, learnt from {total_times}]",
	},
	{ .name = NULL },
};
