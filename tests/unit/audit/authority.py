"""A time-stamp authority made with OpenSSL: a root, a certificate, and answers to requests."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

_CONF = """
[req]
distinguished_name = dn
prompt = no
[dn]
CN = {name}
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[between]
basicConstraints = critical,CA:true,pathlen:{most}
keyUsage = critical,keyCertSign
[tsa_cert]
basicConstraints = CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = {usage}
[tsa]
default_tsa = config
[config]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256,sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""
STAMPING = "critical,timeStamping"
KEYS = {
    **{
        name: ("-newkey", "ec", "-pkeyopt", f"ec_paramgen_curve:{name}")
        for name in ("P-256", "P-384", "P-521")
    },
    "RSA": ("-newkey", "rsa:2048"),
    "short RSA": ("-newkey", "rsa:1024"),
    "secp256k1": ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp256k1"),
}


def openssl(folder: Path, *words: object) -> None:
    """Run OpenSSL in a folder."""
    done = subprocess.run(
        ["openssl", *map(str, words)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@dataclass(frozen=True)
class Made:
    """An authority whose keys lie in a folder."""

    folder: Path

    @property
    def root(self) -> str:
        return (self.folder / "root.pem").read_text()

    @property
    def own(self) -> str:
        return (self.folder / "tsa.pem").read_text()

    @property
    def chain(self) -> str:
        """What a policy pins: its own certificate, then its root."""
        return self.own + self.root

    def answer(self, request: bytes) -> bytes:
        """Answer a request as the authority does."""
        query, reply = self.folder / "request.tsq", self.folder / "answer.tsr"
        query.write_bytes(request)
        openssl(
            *(self.folder, "ts", "-reply", "-config", "tsa.cnf"),
            *("-queryfile", query, "-out", reply),
        )
        return reply.read_bytes()


def make_authority(
    folder: Path,
    name: str = "Made TSA",
    *,
    usage: str = STAMPING,
    ends: str | None = None,
    kind: str = "P-256",
) -> Made:
    """Make an authority; `ends` is when its certificate ended (YYYYMMDDHHMMSSZ), long ago."""
    folder.mkdir(parents=True)
    for file, said in (("tsa.cnf", f"{name} root"), ("own.cnf", name)):
        (folder / file).write_text(_CONF.format(name=said, folder=folder, usage=usage, most=0))
    (folder / "serial").write_text("01\n")
    key = (*KEYS[kind], "-nodes")
    openssl(
        *(folder, "req", "-x509", *key, "-keyout", "root.key", "-out", "root.pem"),
        *("-days", 3650, "-config", "tsa.cnf", "-extensions", "root"),
    )
    openssl(
        folder, "req", "-new", *key, "-keyout", "tsa.key", "-out", "tsa.csr", "-config", "own.cnf"
    )
    if ends is None:
        openssl(
            *(folder, "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key"),
            *("-out", "tsa.pem", "-days", 365, "-extfile", "tsa.cnf", "-extensions", "tsa_cert"),
        )
        return Made(folder)
    (folder / "ca.cnf").write_text(
        "[ca]\ndefault_ca = c\n[c]\ndatabase = index\nserial = caserial\nnew_certs_dir = .\n"
        "default_md = sha256\npolicy = any\n[any]\ncommonName = supplied\n"
    )
    (folder / "index").write_text("")
    (folder / "caserial").write_text("02\n")
    openssl(
        *(folder, "ca", "-batch", "-config", "ca.cnf", "-in", "tsa.csr", "-cert", "root.pem"),
        *("-keyfile", "root.key", "-out", "tsa.pem", "-startdate", "20200101000000Z"),
        *("-enddate", ends, "-notext", "-extfile", "tsa.cnf", "-extensions", "tsa_cert"),
    )
    return Made(folder)


def put_between(made: Made, count: int = 1) -> str:
    """Put authorities between the root and the stamping certificate; give them, the lowest first.

    Each may certify stamping certificates alone, so that with more than one no chain holds. They
    travel in every token.
    """
    above, found = "root", ""
    for number in range(count):
        name = f"between{number}"
        conf = (made.folder / "tsa.cnf").read_text().replace("CN = ", f"CN = {name} ")
        (made.folder / f"{name}.cnf").write_text(conf)
        openssl(
            *(made.folder, "req", "-new", *KEYS["P-256"], "-nodes", "-keyout", f"{name}.key"),
            *("-out", f"{name}.csr", "-config", f"{name}.cnf"),
        )
        _certify(made.folder, name, above, "between")
        found = (made.folder / f"{name}.pem").read_text() + found
        above = name
    _certify(made.folder, "tsa", above, "tsa_cert")
    (made.folder / "between.pem").write_text(found)
    for conf in ("tsa.cnf", "own.cnf"):
        text = (made.folder / conf).read_text()
        certs = f"signer_cert = {made.folder}/tsa.pem\ncerts = {made.folder}/between.pem"
        (made.folder / conf).write_text(text.replace(f"signer_cert = {made.folder}/tsa.pem", certs))
    return found


def _certify(folder: Path, name: str, above: str, kind: str) -> None:
    openssl(
        *(folder, "x509", "-req", "-in", f"{name}.csr", "-CA", f"{above}.pem", "-CAkey"),
        *(f"{above}.key", "-out", f"{name}.pem", "-days", 365, "-extfile", "tsa.cnf"),
        *("-extensions", kind),
    )
