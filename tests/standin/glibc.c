/* Functions that archives compiled for glibc call and musl does not have. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int __fprintf_chk(FILE *file, int flag, const char *format, ...);
int __snprintf_chk(char *to, size_t size, int flag, size_t room,
	const char *format, ...);
int __vsnprintf_chk(char *to, size_t size, int flag, size_t room,
	const char *format, va_list args);
char *__strncpy_chk(char *to, const char *from, size_t size, size_t room);

int __fprintf_chk(FILE *file, int flag, const char *format, ...)
{
	va_list args;
	int length;

	(void)flag;
	va_start(args, format);
	length = vfprintf(file, format, args);
	va_end(args);
	return length;
}

int __vsnprintf_chk(char *to, size_t size, int flag, size_t room,
	const char *format, va_list args)
{
	(void)flag;
	return vsnprintf(to, size < room ? size : room, format, args);
}

int __snprintf_chk(char *to, size_t size, int flag, size_t room,
	const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = __vsnprintf_chk(to, size, flag, room, format, args);
	va_end(args);
	return length;
}

char *__strncpy_chk(char *to, const char *from, size_t size, size_t room)
{
	return strncpy(to, from, size < room ? size : room);
}
