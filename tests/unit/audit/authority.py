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
    folder: Path, name: str = "Made TSA", *, usage: str = STAMPING, ends: str | None = None
) -> Made:
    """Make an authority; `ends` is when its certificate ended (YYYYMMDDHHMMSSZ), long ago."""
    folder.mkdir(parents=True)
    (folder / "tsa.cnf").write_text(_CONF.format(name=f"{name} root", folder=folder, usage=usage))
    (folder / "own.cnf").write_text(_CONF.format(name=name, folder=folder, usage=usage))
    (folder / "serial").write_text("01\n")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
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
