# A desktop with nothing on it: a screen, a bus, an empty home. Starts an unpacked program as a menu does, by its entry's name,
# looks for its window, takes a picture of it, and ends the program.
# $1: the entry's name, which is the program's as well. $2: the file for the picture. $3: the folder with the package's content,
# which PATH and XDG_DATA_DIRS begin with.
set -u

fail() {
    echo "$1" >&2
    exit 1
}

inside() {
    class=$(sed -n 's/^StartupWMClass=//p' "$3/usr/share/applications/$1.desktop")
    timeout 20 gtk-launch "$1" || fail "The desktop entry cannot be started."

    # By its class a desktop knows that the window belongs to the entry. GTK also makes a tiny window, which does not count.
    for _ in {1..120}; do
        window=$(xwininfo -root -tree | sed -nE "s/^ *(0x[0-9a-f]+) .* \"$class\"\) +[0-9]{3,}x[0-9]{3,}\+.*/\1/p")
        [ -n "$window" ] && break
        sleep 0.25
    done
    [ -n "$window" ] || fail "No window of the class $class came."
    process=$(xprop -id "$window" _NET_WM_PID | grep -o '[0-9]*$')
    [ "$(readlink "/proc/$process/exe")" = "$3/usr/bin/$1" ] || fail "The window belongs to another program."

    # A blank window has one or two colours. The page is complete when two pictures in a row are the same.
    last=
    for _ in {1..60}; do
        import -silent -window "$window" "$2" || fail "There is no picture of the window."
        seen=$(identify -format '%k %#' "$2")
        [ "${seen%% *}" -gt 100 ] && [ "$seen" = "$last" ] && break
        last=$seen
        sleep 0.5
    done
    [ "${seen%% *}" -gt 100 ] || fail "The window stays blank."

    kill "$process"
    for _ in {1..50}; do
        readlink "/proc/$process/exe" >/dev/null || return 0
        sleep 0.1
    done
    fail "The program does not end."
}

exec 3< <(exec Xvfb -displayfd 1 -screen 0 1124x860x24 -nolisten tcp -noreset </dev/null)
xvfb=$!
trap 'kill "$xvfb"; wait "$xvfb"' EXIT
read -r display <&3 || fail "There is no screen."
export DISPLAY=":$display"
export -f fail inside
dbus-run-session -- bash -uc 'inside "$@"' session "$1" "$2" "$3"
