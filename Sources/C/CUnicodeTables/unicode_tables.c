#include "unicode_tables.h"
