// The room for browsers older than the look's floor: the same program, in an older syntax.

import './gaps';
import '../main';
