/* Made-up names that the examples of events share. */
#ifndef PROTO_EVENT_EXAMPLES_H
#define PROTO_EVENT_EXAMPLES_H

#define EVENT_EXAMPLE_GUARD "$1A2B3C4D5E6F708192A3B4C5D6E7F8091A2B3C4D~alder"
#define EVENT_EXAMPLE_MIDDLE "$2B3C4D5E6F708192A3B4C5D6E7F8091A2B3C4D5E~birch"
#define EVENT_EXAMPLE_EXIT "$3C4D5E6F708192A3B4C5D6E7F8091A2B3C4D5E6F~cedar"

/* An onion service and its current blinded key. */
#define EVENT_EXAMPLE_ONION \
	"exampleexampleexampleexampleexampleexampleexampleexampld"
#define EVENT_EXAMPLE_BLINDED "Exampl3Exampl3Exampl3Exampl3Exampl3Exampl3Exa"

/* The guard's consensus entry. */
#define EVENT_EXAMPLE_ENTRY \
	"r alder Gis8TV5vcIGSo7TF1uf4CRorPE0 ZXhhbXBsZWV4YW1wbGVleGE " \
	"2026-01-02 03:04:05 192.0.2.7 9001 0\n" \
	"s Fast Guard Running Stable V2Dir Valid\n" \
	"w Bandwidth=12000"

#endif
