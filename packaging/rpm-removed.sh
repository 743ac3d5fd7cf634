# The rpm's list holds files only, so the folder that was made for the licences would stay. $1: how many versions are left.
if [ "$1" -eq 0 ]; then
    rmdir /usr/share/licenses/icloud-connect 2>/dev/null || true
fi
