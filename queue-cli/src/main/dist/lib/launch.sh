# shellcheck shell=sh
# How the tandem command is started. Read by bin/tandem of a distribution and by ./tandem of a checkout, which differ only
# in where the jars come from.

die() {
  printf 'tandem: %s\n' "$1" >&2
  exit 1
}

# With one of the first three closed, the next file that Java opens would take its place: its own library as our input.
open_standard_streams() {
  (exec 9<&0) 2>/dev/null || exec </dev/null
  (exec 9>&1) 2>/dev/null || exec >/dev/full
  (exec 9>&2) 2>/dev/null || exec 2>/dev/null
}

# Sets java.
find_java() {
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
    java=$JAVA_HOME/bin/java
  elif java=$(command -v java); then
    # A JAVA_HOME that leads nowhere would only confuse Maven.
    unset JAVA_HOME
  else
    die 'no Java found: install Java 17 or newer, and put it on the PATH or in JAVA_HOME'
  fi
  require_java_17
}

# Every Java says its version in a file, which is quicker than to start it; one that has no such file is believed.
require_java_17() {
  real=$(readlink -f "$java") && [ -f "${real%/bin/java}/release" ] || return 0
  while IFS='=' read -r name value; do
    if [ "$name" = JAVA_VERSION ]; then
      value=${value#\"}
      value=${value%\"}
      case ${value%%[!0-9]*} in
        '') ;;
        [0-9] | 1[0-6]) die "Java 17 or newer is needed, and $java is $value" ;;
      esac
    fi
  done <"${real%/bin/java}/release"
}

# Java turns arguments that are not ASCII into "??" unless the locale is UTF-8. The commands that tandem starts get the
# caller's locale back: TANDEM_CALLER_LC_ALL is set only if LC_ALL was changed here, and empty if LC_ALL was unset.
use_utf8() {
  unset TANDEM_CALLER_LC_ALL
  if charset=$(locale charmap 2>/dev/null); then
    [ "$charset" != UTF-8 ] || return 0
  else
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
      *[Uu][Tt][Ff]-8 | *[Uu][Tt][Ff]8) return 0 ;;
    esac
  fi
  TANDEM_CALLER_LC_ALL=${LC_ALL:-}
  LC_ALL=C.UTF-8
  export TANDEM_CALLER_LC_ALL LC_ALL
}

# Java's own warnings go to standard error, and not into the output; a class archive of another Java is no news.
quiet='-Xlog:disable -Xlog:all=warning:stderr -Xlog:cds*=off:stderr'
short_lived='-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto'

# True when the arguments name one seed.
is_replay() {
  for word; do
    case $word in
      --seed | --seed=*) return 0 ;;
    esac
  done
  return 1
}

# launch FOLDER ARGUMENT...: becomes the command whose jars are in FOLDER/lib. TANDEM_JAVA_OPTS replaces the flags.
launch() {
  app=$1
  shift
  case ${1:-} in
    # These live long or measure speed, and want the whole compiler.
    work | bench) flags='' ;;
    # Worlds take turns in the same code: no half-compiled code, no barriers of a collector that runs beside, and half
    # of the heap for what dies young. Faults are exceptions by the hundred thousand; who reads a stack replays the seed.
    sim)
      flags='-XX:+UseParallelGC -XX:NewRatio=1 -XX:-TieredCompilation'
      is_replay "$@" || flags="$flags -XX:MaxJavaStackTraceDepth=12"
      ;;
    *) flags=$short_lived ;;
  esac
  # How the command is called, for hints that are to be typed as they stand; unless it would need quotes.
  case $0 in
    *[!A-Za-z0-9._/-]*) set -- -jar "$app/lib/tandem.jar" "$@" ;;
    *) set -- "-Dtandem.command=$0" -jar "$app/lib/tandem.jar" "$@" ;;
  esac
  [ ! -f "$app/classes.jsa" ] || set -- "-XX:SharedArchiveFile=$app/classes.jsa" "$@"
  use_utf8
  # shellcheck disable=SC2086
  exec "$java" $quiet ${TANDEM_JAVA_OPTS-$flags} "$@"
}
