#!/bin/sh
# Makes the voices of the demo's simulated members. The sentences were written for this program.
# Needs Debian's espeak-ng and opus-tools. Run it in this folder.
set -eu

voice() { # file, voice of espeak-ng, speed in words per minute, text
  espeak-ng -v "$2" -s "$3" -a 140 --stdout "$4" |
    opusenc --quiet --bitrate 20 --speech --framesize 20 --downmix-mono --discard-comments \
      --serial 1 - "$1.opus"
}

voice 1 en-gb+f3 140 "Good evening. I watered the plants on the windowsill today. Two of them have new leaves, and I was happy to see that."
voice 2 en-us+m3 140 "Hello, all. I took the long way home, and walked along the river. The light on the water was lovely."
voice 3 en-gb-scotland+f2 135 "Hi. I baked bread this morning. It came out a little flat, but it tasted good, and the kitchen smelled wonderful."
voice 4 en-gb+m7 150 "Thanks. I have little to say today. I sorted a drawer full of old keys, and I still don't know which doors they open."
voice 5 en-us+f4 145 "Hello. The bus was late, so I read a chapter of my book at the stop. It was the best part of the day."
voice 6 en-029+m1 140 "Good evening. My neighbour lent me a ladder, and together we mended the gutter. I slept very well after that."
