#!/bin/sh
# Runs recordroom and other mail indexers over one generated tree, in alternation, and prints a table in Markdown.
#
#   sh benches/compare.sh [--install] [--messages N] [--rounds N] [--runs N] [--seed N] [--peers "notmuch mu recoll"]
#                         [--room DIR] [--ask] [--limit] [--texts]
#
# --install fetches the peers from Debian and needs root. Without --peers, those that are installed take part. Figures
# are medians over the rounds; in brackets stands the peer's figure divided by recordroom's. Processor seconds are of
# the whole tree of processes. Queries are timed with the indexes in the page cache, then each time after they were put
# out of it ("cold"). The tree, the indexes and the archive lie in a temporary folder that is removed; --room DIR keeps
# them in DIR, and --ask asks those that an earlier run left there and writes none. --limit adds the bare loop of
# benches/limit, with recordroom's own readers of DOCX and PDF in its process; --texts makes a tree that encloses
# neither, and the loop then has none. Beside "no change" stands what it costs find to look at every file.
set -eu

messages=10000 rounds=3 runs=21 seed=1 install=no peers= kept= ask=no limit=no texts=
while [ $# -gt 0 ]; do
    case $1 in
        --install) install=yes ;;
        --messages) messages=$2; shift ;;
        --rounds) rounds=$2; shift ;;
        --runs) runs=$2; shift ;;
        --seed) seed=$2; shift ;;
        --peers) peers=$2; shift ;;
        --room) kept=$2; shift ;;
        --ask) ask=yes ;;
        --limit) limit=yes ;;
        --texts) texts=texts ;;
        *) sed -n '2,14s/^# \{0,1\}//p' "$0"; exit 2 ;;
    esac
    shift
done
cd "$(dirname "$0")/.."

package_of() {
    case $1 in
        notmuch) echo notmuch ;;
        mu) echo maildir-utils ;;
        recoll) echo recollcmd ;;
        *) echo "there is no peer called $1" >&2; exit 2 ;;
    esac
}
program_of() {
    case $1 in recoll) echo recollindex ;; *) echo "$1" ;; esac
}
if [ $install = yes ]; then
    [ "$(id -u)" = 0 ] || { echo "--install needs root" >&2; exit 2; }
    apt-get update -qq
    for peer in ${peers:-notmuch}; do
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$(package_of "$peer")" >/dev/null
    done
fi
if [ -z "$peers" ]; then
    for peer in notmuch mu recoll; do
        if command -v "$(program_of $peer)" >/dev/null; then peers="$peers $peer"; fi
    done
fi
for peer in $peers; do
    command -v "$(program_of "$peer")" >/dev/null || {
        echo "$peer is missing: add --install, or apt-get install $(package_of "$peer")" >&2
        exit 2
    }
done
command -v cargo >/dev/null || { echo "cargo is missing: install Rust from rustup.rs" >&2; exit 2; }

echo "building recordroom and the programs of the benches" >&2
built=$(cargo bench --no-run --bench generate --bench measured 2>&1) || { echo "$built" >&2; exit 1; }
cargo build --quiet --profile dist --locked
target=${CARGO_TARGET_DIR:-target}
built_program() {
    echo "$built" | sed -n "s/.*Executable benches\/$1\.rs (\(.*\))$/\1/p"
}
generate=$(built_program generate)
measured=$(built_program measured)
recordroom=$target/dist/recordroom
[ -x "$generate" ] && [ -x "$measured" ] && [ -x "$recordroom" ] || { echo "the build left no programs" >&2; exit 1; }

more=
if [ $limit = yes ]; then
    [ $ask = no ] || { echo "--limit is of indexing, and --ask indexes nothing" >&2; exit 2; }
    more=limit readers=
    [ -n "$texts" ] || readers=readers
    cargo build --quiet --release --locked --manifest-path benches/limit/Cargo.toml --target-dir "$target/limit" \
        --features "$readers"
    loop=$target/limit/release/limit
fi

if [ -n "$kept" ]; then
    mkdir -p "$kept"
    room=$(cd "$kept" && pwd)
else
    [ $ask = no ] || { echo "--ask needs --room DIR, where an earlier run left its indexes" >&2; exit 2; }
    room=$(mktemp -d)
    trap 'rm -rf "$room"' EXIT
fi
trap 'exit 130' INT TERM
export HOME="$room/home" XDG_CACHE_HOME="$room/cache"
mkdir -p "$HOME"
tree=$room/tree
facts=$room/facts
: >"$facts"
tab=$(printf '\t')
if [ $ask = no ]; then
    echo "generating $messages messages" >&2
    # shellcheck disable=SC2086
    "$generate" "$tree" "$messages" "$seed" $texts >"$room/truth"
fi
messages=$(sed -n "s/^messages$tab//p" "$room/truth")
bytes=$(sed -n "s/^bytes$tab//p" "$room/truth")
cat "$tree"/*/*/* >/dev/null 2>&1 || find "$tree" -type f -exec cat {} + >/dev/null

# What a tool does at three words: `fresh` forgets its index, `index` names its command, `size` gives bytes on disk.
tool_recordroom() {
    case $1 in
        fresh) rm -rf "$room/recordroom" ;;
        index) echo "$recordroom --quiet --archive $room/recordroom ingest $tree" ;;
        size) du -sb "$room/recordroom" | cut -f1 ;;
    esac
}
tool_notmuch() {
    case $1 in
        fresh)
            rm -rf "$room/notmuch"
            mkdir "$room/notmuch"
            printf '[database]\npath=%s\nmail_root=%s\n[user]\nname=Bench\nprimary_email=bench@post.example\n[new]\ntags=\n' \
                "$room/notmuch" "$tree" >"$room/notmuch-config"
            ;;
        index) echo "env NOTMUCH_CONFIG=$room/notmuch-config notmuch new --quiet" ;;
        size) du -sb "$room/notmuch" | cut -f1 ;;
    esac
}
tool_mu() {
    case $1 in
        fresh)
            rm -rf "$room/mu"
            mu init --quiet --muhome="$room/mu" --maildir="$tree" --my-address=bench@post.example >/dev/null
            ;;
        index) echo "mu index --quiet --muhome=$room/mu" ;;
        size) du -sb "$room/mu" | cut -f1 ;;
    esac
}
tool_recoll() {
    case $1 in
        fresh)
            rm -rf "$room/recoll"
            mkdir "$room/recoll"
            printf 'topdirs = %s\nidxflushmb = 200\nnoaspell = 1\nidxniceprio = 0\n' "$tree" >"$room/recoll/recoll.conf"
            ;;
        index) echo "recollindex -c $room/recoll" ;;
        size) du -sb "$room/recoll" | cut -f1 ;;
    esac
}
tool_limit() {
    case $1 in
        fresh) rm -rf "$room/limit" ;;
        index) echo "$loop $tree $room/limit ${readers:+--readers}" ;;
        size) du -sb "$room/limit" | cut -f1 ;;
    esac
}
of() {
    "tool_$1" "$2"
}

note() {
    printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$facts"
}
# once TOOL WHAT: its indexing command, sampled; notes processor, wall and memory.
once() {
    # The commands hold no blanks within words: they are made above.
    # shellcheck disable=SC2046
    line=$("$measured" once $(of "$1" index))
    note "$1" "$2, processor s" "$(echo "$line" | cut -f1)"
    note "$1" "$2, wall s" "$(echo "$line" | cut -f2)"
    if [ "$2" = "full index" ]; then note "$1" "peak memory, MiB resident summed" "$(echo "$line" | cut -f3)"; fi
    code=$(echo "$line" | cut -f5)
    if [ "$code" != 0 ]; then echo "$1, $2: exit code $code" >&2; fi
}
# milliseconds TIMES COMMAND...: the median of a query, by the clock.
milliseconds() {
    "$measured" "$@" | awk -F "$tab" '{ printf "%.3f", $2 * 1000 }'
}
# timed TOOL WHAT COMMAND...: notes how long a query takes, warm and cold.
timed() {
    tool=$1 what=$2
    shift 2
    "$@" >/dev/null 2>&1 || true
    note "$tool" "$what, ms" "$(milliseconds "$runs" "$@")"
    for _ in 1 2 3; do
        find "$room/${tool%,*}" -type f -exec dd if={} iflag=nocache count=0 status=none \;
        note "$tool" "$what, cold, ms" "$(milliseconds 1 "$@")"
    done
}
query() {
    class=$1 ours=$2 theirs=$3 mus=$4
    timed recordroom "$class" "$recordroom" --archive "$room/recordroom" search "$ours" --limit 10
    timed "recordroom, no log" "$class" "$recordroom" --archive "$room/recordroom" search "$ours" --limit 10 --no-log
    found recordroom "$class" "$("$recordroom" --archive "$room/recordroom" search "$ours" --limit 1 --no-log --format json |
        sed -n 's/^ *"total": *\([0-9]*\),*$/\1/p; s/.*"total":\([0-9]*\).*/\1/p' | head -n 1)"
    for peer in $peers; do
        # a dash: this peer has no such query
        case $peer:$theirs:$mus in notmuch:-:* | mu:*:-) continue ;; esac
        case $peer in
            notmuch)
                timed notmuch "$class" env NOTMUCH_CONFIG="$room/notmuch-config" notmuch search --limit=10 "$theirs"
                found notmuch "$class" "$(NOTMUCH_CONFIG="$room/notmuch-config" notmuch count --output=messages "$theirs")"
                ;;
            mu)
                timed mu "$class" mu find --muhome="$room/mu" --maxnum=10 "$mus"
                found mu "$class" "$(mu find --muhome="$room/mu" "$mus" 2>/dev/null | wc -l)"
                ;;
            recoll)
                timed recoll "$class" recollq -c "$room/recoll" -n 10 "$theirs"
                found recoll "$class" "$(recollq -c "$room/recoll" -n 1 "$ours" 2>/dev/null | sed -n 's/^\([0-9]*\) results.*/\1/p')"
                ;;
        esac
    done
}
found() {
    note "$1" "$2, found" "${3:-0}"
}
# The rows of the truth: class, recordroom, notmuch, mu, messages, attachments, near misses. Two references of a class
# are told apart by the query.
rows() {
    sed "1,/^class/d" "$room/truth" | awk -F "$tab" -v OFS="$tab" '{ $1 = $1 ($1 == "reference" ? " " $2 : ""); print }'
}

load=$(cut -d ' ' -f 1 /proc/loadavg)
round=0
while [ $round -lt "$rounds" ]; do
    round=$((round + 1))
    echo "round $round of $rounds" >&2
    [ $ask = yes ] || for tool in recordroom $peers $more; do
        of "$tool" fresh
        once "$tool" "full index"
        note "$tool" "index over source" "$(of "$tool" size | awk -v source="$bytes" '{ printf "%.4f", $1 / source }')"
    done
    [ $ask = yes ] || for tool in recordroom $peers; do
        # shellcheck disable=SC2046
        line=$("$measured" "$runs" $(of "$tool" index))
        note "$tool" "no change, processor s" "$(echo "$line" | cut -f1)"
        note "$tool" "no change, wall s" "$(echo "$line" | cut -f2)"
    done
    [ $ask = yes ] || {
        line=$("$measured" "$runs" find "$tree" -type f -printf '%s %T@\n')
        note recordroom "find -type f -printf beside it, processor s" "$(echo "$line" | cut -f1)"
        note recordroom "find -type f -printf beside it, wall s" "$(echo "$line" | cut -f2)"
    }
    rows >"$room/rows"
    while IFS="$tab" read -r class ours theirs mus _; do
        query "$class" "$ours" "$theirs" "$mus" </dev/null
    done <"$room/rows"
done
if [ $ask = no ]; then
    grown=$((messages + messages / 100))
    # shellcheck disable=SC2086
    "$generate" "$tree" "$grown" "$seed" $texts "from=$messages" >"$room/grown"
    for tool in recordroom $peers; do
        once "$tool" "1 % new"
    done
fi

versions="recordroom $("$recordroom" --version | awk '{ print $NF }')"
for peer in $peers; do
    versions="$versions, $peer $(dpkg-query -W -f '${Version}' "$(package_of "$peer")" 2>/dev/null || echo '(version unknown)')"
done
memory=$(awk '/^MemTotal/ { printf "%d", $2 / 1024 }' /proc/meminfo)
model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
printf '## %s messages, %s MB, seed %s, on %s\n\n' "$messages" "$(echo "$bytes" | awk '{ printf "%.1f", $1 / 1e6 }')" "$seed" \
    "$(date -u +%Y-%m-%d)"
printf '%s cores of %s, %s MiB; load %s at the start. %s. Medians of %s rounds, queries and runs without change of %s runs each.\n\n' \
    "$(nproc)" "${model:-an unnamed processor}" "$memory" "$load" "$versions" "$rounds" "$runs"
awk -F "$tab" -v peers="$peers" -v more="$more" -v rows="$room/rows" '
    { key = $1 FS $2; value[key, ++count[key]] = $3; if (!($2 in seen)) { seen[$2] = 1; order[++measures] = $2 } }
    function median(key,    n, i, j, held, list) {
        n = count[key]
        if (!n) return ""
        for (i = 1; i <= n; i++) list[i] = value[key, i] + 0
        for (i = 2; i <= n; i++) for (j = i; j > 1 && list[j] < list[j - 1]; j--) { held = list[j]; list[j] = list[j - 1]; list[j - 1] = held }
        return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
    }
    function shown(number) { return number >= 100 ? sprintf("%.0f", number) : number >= 1 ? sprintf("%.2f", number) : sprintf("%.3f", number) }
    function tools(many,    i, line) { line = "recordroom |"; for (i = 1; i <= many; i++) line = line " " peer[i] " |"; return line }
    function ruled(many,    line) { line = "--- |"; while (many-- > 0) line = line " --- |"; return line }
    END {
        peer_count = split(peers, peer, " "); columns = split(peers " " more, peer, " ")
        print "| | " tools(columns); print "| --- | " ruled(columns)
        for (m = 1; m <= measures; m++) {
            if (order[m] ~ /, found$/) continue
            own = median("recordroom" FS order[m])
            line = "| " order[m] " | " shown(own)
            silent = median("recordroom, no log" FS order[m])
            if (silent != "") line = line " (no log " shown(silent) ")"
            line = line " |"
            for (i = 1; i <= columns; i++) {
                theirs = median(peer[i] FS order[m])
                line = line " " (theirs == "" ? "-" : shown(theirs) (own > 0 ? " (x" shown(theirs / own) ")" : "")) " |"
            }
            print line
        }
        if (more != "") {
            cost = FS "full index, processor s"
            for (m = 1; m <= count["limit" cost]; m++) value["share", ++count["share"]] = value["limit" cost, m] / value["recordroom" cost, m]
            print ""
            print "MB per processor second over those of the bare loop, round by round: " shown(median("share"))
        }
        print ""
        print "Found, beside the truth as messages + attachments; a tool that gives messages alone cannot know the latter."
        print ""
        print "| query | truth | near misses | " tools(peer_count); print "| --- | --- | --- | " ruled(peer_count)
        while ((getline line < rows) > 0) {
            split(line, field, "\t")
            out = "| " field[1] " | " field[5] " + " field[6] " | " field[7] " | " median("recordroom" FS field[1] ", found") " |"
            for (i = 1; i <= peer_count; i++) out = out " " median(peer[i] FS field[1] ", found") " |"
            print out
        }
    }' "$facts"
