"""Makes this folder ready to run or to test: the Python environment from the lock, and what is missing of the system.

    python3 deploy/bootstrap.py [run|test]

Run by the Makefile before anything else, with whatever python3 the machine has: standard library only, and nothing
that Python 3.8 could not read, so that an old one can say so. Each obstacle is one sentence that says what to do.
A second run takes milliseconds.
"""

import ctypes
import fcntl
import glob
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time

PROJECT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ENVIRONMENT = os.path.join(PROJECT, ".venv")
PYTHON = os.path.join(ENVIRONMENT, "bin", "python")
STAMP = os.path.join(ENVIRONMENT, "installed.json")
LOCKS = {"run": "requirements.lock", "test": "requirements-test.lock"}
OLDEST = (3, 11)
NEWER = ["python3.14", "python3.13", "python3.12", "python3.11"]
APT_SECONDS = 900

# What each library file is called, and the packages that bring it.
PANGO = {
    "linux": ["libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"],
    "darwin": ["libpango-1.0.dylib", "libpangoft2-1.0.dylib", "libharfbuzz-subset.0.dylib"],
}
PANGO_PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
BREW_FOLDERS = ["/opt/homebrew/lib", "/usr/local/lib"]
FONT_FOLDERS = ["/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "~/Library/Fonts"]
FONT_PACKAGES = {"Inter": "fonts-inter", "DejaVu": "fonts-dejavu-core"}
BROWSERS = ["chromium", "chromium-browser", "google-chrome"]
# The tests' HTML checker: its exact version with a checksum, and where it is installed.
HTML_CHECKER_LOCK = os.path.join(PROJECT, "deploy", "html-checker", "package-lock.json")
HTML_CHECKER = os.path.join(ENVIRONMENT, "html-checker")


class Obstacle(Exception):
    """What stands in the way, in one sentence that says what to do."""


def main(purpose="run"):
    """Make everything ready for `purpose`: "run" or "test"."""
    try:
        check_python(sys.version_info)
        install_system(purpose)
        install_packages(purpose)
        if purpose == "test":
            install_html_checker()
    except Obstacle as obstacle:
        return str(obstacle)
    except KeyboardInterrupt:
        return "Stopped half way; the next start goes on from here."


def check_python(version):
    """Raise Obstacle when `version`, as in sys.version_info, is too old."""
    if tuple(version[:2]) < OLDEST:
        raise Obstacle(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, and this is {version[0]}.{version[1]}: install it "
            "(Debian or Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python@3.13), "
            "or name one, as in: make run PYTHON=python3.13"
        )


def use_newer_python():
    """Start again with a newer Python when the one we run on is too old and a newer one is installed."""
    if sys.version_info[:2] < OLDEST:
        for name in NEWER:
            found = shutil.which(name)
            if found:
                os.execv(found, [found] + sys.argv)


# ── The system ──────────────────────────────────────────────────────────────────────────────────────


def install_system(purpose):
    """Install what is missing of the system, or raise Obstacle with what to install."""
    missing = missing_of_system(purpose)
    if not missing:
        return
    packages = sorted(set(sum(missing.values(), [])))
    if packages and may_use_apt():
        say("Installing " + ", ".join(sorted(missing)) + " with apt…")
        apt_install(packages)
    report_missing(missing_of_system(purpose))


def missing_of_system(purpose):
    """What the machine lacks, as a dict from its name to the Debian packages that bring it."""
    missing = {}
    if not all(map(loads, PANGO.get(sys.platform, PANGO["linux"]))):
        missing["Pango"] = PANGO_PACKAGES
    for font, package in FONT_PACKAGES.items():
        if sys.platform == "linux" and not has_font(font):
            missing["the font " + font] = [package]
    if not can_make_environments():
        missing["Python's venv module"] = [f"python3.{sys.version_info[1]}-venv"]
    if purpose == "test":
        if not any(map(shutil.which, BROWSERS)) and not mac_has_chromium():
            missing["Chromium"] = ["chromium"]
        if not shutil.which("pdftotext"):
            missing["Poppler"] = ["poppler-utils"]
        if not shutil.which("msgfmt"):
            missing["gettext"] = ["gettext"]
        if not shutil.which("java"):
            missing["Java"] = ["default-jre-headless"]
        if not shutil.which("npm") and not has_html_checker():
            missing["npm"] = ["npm"]
    return missing


def report_missing(missing):
    """Raise Obstacle for what we cannot do without; warn of what only looks less good."""
    fonts = [name for name in missing if name.startswith("the font ")]
    if fonts:
        packages = " ".join(sum((missing[name] for name in fonts), []))
        say(f"Prints will look less good without {' and '.join(fonts)} (Debian or Ubuntu: apt install {packages}).")
    needed = sorted(set(missing) - set(fonts))
    if needed:
        names = needed[0] if len(needed) == 1 else ", ".join(needed[:-1]) + " and " + needed[-1]
        packages = " ".join(sorted(set(sum((missing[name] for name in needed), []))))
        raise Obstacle(f"{names} {'is' if len(needed) == 1 else 'are'} missing: {how_to_install(packages)}")


def how_to_install(packages):
    """What to type on this machine to have these Debian packages or their like."""
    if sys.platform == "darwin":
        return "brew install pango gettext poppler openjdk node && brew install --cask chromium, then start again."
    if shutil.which("apt-get"):
        return f"sudo apt install {packages}, then start again."
    return f"install what Debian calls {packages} with this system's package manager, then start again."


def loads(library):
    """True when the C library can be loaded, from where WeasyPrint will look too."""
    for name in [library] + [os.path.join(folder, library) for folder in BREW_FOLDERS if sys.platform == "darwin"]:
        try:
            ctypes.CDLL(name)
            return True
        except OSError:
            pass
    return False


def has_font(name):
    """True when a font file of this family lies where fonts lie."""
    for folder in FONT_FOLDERS:
        for place, _, files in os.walk(os.path.expanduser(folder)):
            if any(file.startswith(name) for file in files) or os.path.basename(place).startswith(name):
                return True
    return False


def can_make_environments():
    try:
        import ensurepip  # noqa: PLC0415 -- Debian leaves it out of python3
        import venv  # noqa: PLC0415
    except ImportError:
        return False
    return bool(ensurepip and venv)


def mac_has_chromium():
    return bool(glob.glob("/Applications/Chromium.app") + glob.glob("/Applications/Google Chrome.app"))


def may_use_apt():
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages):
    """Install as many of `packages` as apt has; what is still missing is looked at afterwards."""
    known = [package for package in packages if apt("--simulate", "install", package)]
    if len(known) < len(packages):  # no package lists yet, or old ones
        apt("update")
        known = [package for package in packages if apt("--simulate", "install", package)]
    if known and not apt("install", *known):
        apt("update")  # the lists name versions that are gone
        apt("install", *known)


def apt(*arguments):
    """Run apt-get without questions; True when it did what was asked."""
    command = ["apt-get", "--quiet", "--yes", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"]
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive", LC_ALL="C")
    try:
        done = subprocess.run(
            command + list(arguments),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=APT_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


# ── The Python environment ──────────────────────────────────────────────────────────────────────────


def install_packages(purpose):
    """Make .venv and fill it from the lock, unless that is done; begun again after an interruption."""
    lock = os.path.join(PROJECT, LOCKS[purpose])
    with open(lock, "rb") as handle:
        # Two starts at once would write into one folder: the second waits, then finds it done.
        fcntl.flock(handle, fcntl.LOCK_EX)
        if read_stamp().get(purpose) == digest(purpose):
            return
        say("Installing the Python packages (about a minute, once)…")
        began = time.time()
        kept = read_stamp()
        if os.path.exists(STAMP):
            os.unlink(STAMP)
        if not kept and not works():
            run(
                [sys.executable, "-m", "venv", "--clear", ENVIRONMENT],
                "The Python environment cannot be made in .venv",
            )
        run(
            [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"]
            + ["--require-hashes", "--requirement", lock],
            "The Python packages cannot be installed; check the network and the disk, then start again",
        )
        write_stamp(purpose)
        say(f"Installed in {time.time() - began:.0f} s.")


def install_html_checker():
    """Let npm fetch the tests' HTML checker (30 MB, one file for Java), unless that is done; nothing of it is run."""
    with open(HTML_CHECKER_LOCK, "rb") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)  # as above
        if has_html_checker():
            return
        say("Installing the HTML checker (some seconds, once)…")
        shutil.rmtree(HTML_CHECKER, ignore_errors=True)
        os.makedirs(HTML_CHECKER)
        for name in ["package.json", "package-lock.json"]:
            shutil.copy(os.path.join(os.path.dirname(HTML_CHECKER_LOCK), name), HTML_CHECKER)
        run(
            ["npm", "ci", "--prefix", HTML_CHECKER, "--ignore-scripts", "--no-audit", "--no-fund"],
            "The HTML checker cannot be installed; check the network and the disk, then start again",
        )
        with open(os.path.join(HTML_CHECKER, "installed"), "wb") as stamp:
            stamp.write(handle.read())


def has_html_checker():
    """True when the HTML checker of this very lock is installed."""
    try:
        with open(os.path.join(HTML_CHECKER, "installed"), "rb") as stamp, open(HTML_CHECKER_LOCK, "rb") as lock:
            return stamp.read() == lock.read()
    except OSError:
        return False


def works():
    """True when .venv has a Python of this version and a pip that runs."""
    same = f"sys.version_info[:2] == {tuple(sys.version_info[:2])} and sys.prefix == {ENVIRONMENT!r}"
    question = f"import sys, pip; print({same})"
    try:
        answer = subprocess.check_output([PYTHON, "-c", question], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.strip() == b"True"


def read_stamp():
    """What is installed: purpose → digest of its lock. Empty when .venv is another Python's, moved, or half made."""
    try:
        with open(STAMP) as file:
            stamp = json.load(file)
    except (OSError, ValueError):
        return {}
    same = stamp.get("python") == list(sys.version_info[:2]) and stamp.get("folder") == ENVIRONMENT
    return stamp if same and os.path.exists(PYTHON) else {}


def write_stamp(purpose):
    stamp = {"python": sys.version_info[:2], "folder": ENVIRONMENT, purpose: digest(purpose)}
    if purpose == "test" and pins("run") <= pins("test"):
        stamp["run"] = digest("run")
    draft = STAMP + ".draft"
    with open(draft, "w") as file:
        json.dump(stamp, file)
    os.replace(draft, STAMP)


def digest(purpose):
    with open(os.path.join(PROJECT, LOCKS[purpose]), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def pins(purpose):
    """The exact versions that a lock names."""
    with open(os.path.join(PROJECT, LOCKS[purpose])) as file:
        return {line.split(" ")[0].strip() for line in file if "==" in line and line[0].isalnum()}


def run(command, failure):
    """Run a command in silence; when it fails show its last words and raise Obstacle."""
    environment = dict(os.environ)
    environment.pop("PYTHONHOME", None)
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        sys.stderr.write("\n".join(done.stdout.decode(errors="replace").splitlines()[-15:]) + "\n")
        raise Obstacle(failure + " (the reason stands above).")


def say(sentence):
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    use_newer_python()
    sys.exit(main(*sys.argv[1:2]))
