/* A driver that runs a fuzz target over a corpus, without libFuzzer. */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fail(const char *path)
{
	fprintf(stderr, "%s: %s\n", path, strerror(errno));
	exit(1);
}

/*
 * Copies the input into a block of exactly its size, so that a sanitizer sees
 * the first byte read past its end.
 */
static void replay_file(const char *path, size_t size)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data = malloc(size);

	if (file == NULL || (data == NULL && size > 0))
		fail(path);
	if (size > 0 && fread(data, 1, size, file) != size)
		fail(path);
	fclose(file);
	/* Printed first, since the target may abort. */
	printf("%s\n", path);
	fflush(stdout);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
}

static unsigned long replay_directory(const char *directory)
{
	unsigned long count = 0;
	struct dirent **entries;
	int n = scandir(directory, &entries, NULL, alphasort);

	if (n < 0)
		fail(directory);
	for (int i = 0; i < n; i++) {
		char path[4096];
		struct stat st;
		int length = snprintf(path, sizeof(path), "%s/%s", directory,
			entries[i]->d_name);

		free(entries[i]);
		if (length < 0 || (size_t)length >= sizeof(path)) {
			errno = ENAMETOOLONG;
			fail(directory);
		}
		if (stat(path, &st) != 0)
			fail(path);
		if (!S_ISREG(st.st_mode))
			continue;
		replay_file(path, (size_t)st.st_size);
		count++;
	}
	free(entries);
	return count;
}

int main(int argc, char **argv)
{
	unsigned long count = 0;

	for (int i = 1; i < argc; i++)
		count += replay_directory(argv[i]);
	printf("replayed %lu inputs\n", count);
	return count > 0 ? 0 : 1;
}
