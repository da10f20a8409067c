import sys,json,copy
sys.path.insert(0,'/work/main')
import pytest
from tests.issuer.services.wallets.phone import *
from tests.issuer.services.holders.cards import award_zoe
from issuer.errors import *
from badges.encoding import encode_base64url as b64
def test_x(village):
    town=village
    a=award_zoe(town); of=offer_of(town,a); asked=begin(town,of)
    asked2=begin(town,of)
    CTX=["https://www.w3.org/2018/credentials/v1",["https://www.w3.org/2018/credentials/v1","https://w3id.org/security/data-integrity/v2"],"https://www.w3.org/ns/credentials/v2","https://w3id.org/security/data-integrity/v1"]
    def go(msg,name):
        try:
            r=exchanges.converse(town.office,of.id,msg); print(name,"ACCEPTED",received(r)["credentialSubject"]["id"][:60]); return True
        except Exception as e: print(name,type(e).__name__,getattr(e,'code',e),getattr(e,'params',''))
    for suite in ("eddsa-rdfc-2022","eddsa-jcs-2022","ecdsa-rdfc-2019"):
        for ctx in CTX:
            ph=Phone.of(suite)
            try: m=ph.answer(asked,context=ctx) if isinstance(ctx,str) else ph.answer(asked,context=ctx[0])
            except Exception as e: print("cannot sign",suite,ctx,type(e).__name__,e); continue
            m2=copy.deepcopy(m); m2["verifiablePresentation"]["proof"]["challenge"]=asked2["verifiablePresentationRequest"]["challenge"]
            go(m2,("swap",suite,str(ctx)))
    ph=Phone()
    for n,ch in {"purpose":dict(proofPurpose="assertionMethod"),"domain":dict(domain="https://evil"),"domain list":dict(domain=["https://badges.example.fr","x"]),"expired":dict(expires="2020-01-01T00:00:00Z"),"holder other":dict(holder="did:key:z6Mk"),"holder list":dict(holder=[ph.did]),"method other":dict(verificationMethod="did:web:evil.example#k"),"chal other":dict(challenge="x"),"chal int":dict(challenge=5)}.items():
        try: m=ph.answer(asked,**ch)
        except Exception as e: print("cannot sign",n,e); continue
        go(m,n)
    # did:jwk huge
    big={**ph.key.public.jwk(),"evil":"A"*30000}
    d="did:jwk:"+b64(json.dumps(big).encode())
    m=ph.answer(asked,holder=d,verificationMethod=d+"#0"); go(m,"huge did:jwk")
    of=offer_of(town,award_zoe(town)) ; asked=begin(town,of)
    m=ph.answer(asked); m["verifiablePresentation"]["verifiableCredential"]=[{"x":1}]; go(m,"tamper")
    m=ph.answer(asked); m["verifiablePresentation"]["proof"]=[m["verifiablePresentation"]["proof"]]*2; go(m,"two proofs")
    from issuer.services.wallets import offers as O
    other=offer_of(town,award_zoe(town)) 
    go(ph.answer(begin(town,other)),"challenge of other offer")
    deep={"verifiablePresentation":{}}; d=deep["verifiablePresentation"]
    for _ in range(500): d["a"]={}; d=d["a"]
    go(deep,"deep")
    m=ph.answer(asked); m["verifiablePresentation"]["@context"].append("https://evil.example/ctx"); go(m,"ctx fetch")
    m=ph.answer(asked); m["verifiablePresentation"]["@context"].append({"@vocab":"http://x/"}); go(m,"ctx inline")
    m=ph.answer(asked); go(m,"good"); go(m,"again")
    assert 0
