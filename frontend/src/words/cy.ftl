# Every sentence of the survivor's pages, in Welsh. Drafted; no translator has reviewed it yet,
# so what is agreed to is shown in English beside it.

## The frame

name = Nodiadau
skip = Neidio i’r brif ran
leave = Gadael y dudalen hon
lock = Cloi
foot = Pwyswch Shift dair gwaith i adael y dudalen hon yn gyflym.
english-counts = Yn Saesneg, sef yr hyn sy’n cyfrif
not-reviewed = Nid yw cyfieithydd wedi gwirio’r cyfieithiad hwn eto. Lle byddwch yn penderfynu, y Saesneg sy’n cyfrif.
shift-presses = { $presses ->
    [1] Shift wedi’i bwyso unwaith. Pwyswch ef ddwywaith eto i adael.
    [2] Shift wedi’i bwyso ddwywaith. Pwyswch ef unwaith eto i adael.
   *[other] Yn gadael y dudalen hon.
 }
idle = Nid oes neb wedi cyffwrdd â’r dudalen hon ers tro. Bydd yn cloi ymhen tua { $seconds } eiliad.
idle-stay = Rwyf yma o hyd
back = Yn ôl
continue = Ymlaen
done = Wedi gorffen
print = Argraffu hwn
faults = Mae problem
error-title = Gwall
try-again = Rhoi cynnig arall arni
how-known = Sut ydych chi’n gwybod?
show-more = Dangos { $count } arall ({ $left } ar ôl)
somebody = rhywun
day = Diwrnod
month = Mis
year = Blwyddyn
day-fault = Rhowch ddiwrnod go iawn, fel 27 3 2026.

## What takes a while

doing-asking = Un eiliad.
doing-stretching = Yn paratoi. Gall hyn gymryd ychydig eiliadau.
doing-opening = Yn agor eich pethau ar y ddyfais hon.
doing-sealing = Yn ei selio ar y ddyfais hon.
doing-checking = Yn ei wirio ar y ddyfais hon.
doing-copying = Yn gwneud eich copi ar y ddyfais hon.
doing-adding = Wrthi’n ei selio ar y ddyfais hon a’i anfon.

## What went wrong

fault-offline = Ni allwn gyrraedd y gwasanaeth
fault-offline-next = Gwiriwch eich cysylltiad. Os oeddech newydd bwyso botwm, edrychwch ar eich rhestr cyn ei bwyso eto.
fault-busy = Mae’r gwasanaeth yn brysur
fault-busy-next = Arhoswch funud, yna rhowch gynnig arall arni.
fault-session = Cawsoch eich allgofnodi
fault-session-next = Mewngofnodwch eto i fynd ymlaen.
fault-gone = Nid yw hwn yma mwyach
fault-gone-next = Ewch yn ôl i’ch rhestr. Mae’n dangos sut mae pethau nawr.
fault-moved-on = Newidiodd rhywbeth yn y cyfamser
fault-moved-on-next = Ni rannwyd dim drwy bwyso’r botwm hwn. Ewch yn ôl i’ch rhestr ac edrychwch eto.
fault-refused = Ni dderbyniodd y gwasanaeth hyn
fault-refused-next = Ni rannwyd dim drwy bwyso’r botwm hwn. Ewch yn ôl a gwirio’r hyn a roesoch.
fault-service = Atebodd y gwasanaeth mewn ffordd nad ydym yn ei deall
fault-service-next = Nid agorwyd dim. Rhowch gynnig arall yn nes ymlaen. Os bydd yn aros fel hyn, gofynnwch i rywun rydych yn ymddiried ynddo edrych i mewn i’r peth.
fault-wrong = Mae’r cod neu’r cyfrinair yn anghywir
fault-wrong-next = Gwiriwch y ddau a rhowch gynnig arall arni. Mae llythrennau bach a mawr yn cyfrif yn y cyfrinair.
fault-passkey = Nid agorodd unrhyw allwedd eich cyfrif
fault-passkey-next = Defnyddiwch eich cyfrinair. Mae’n gweithio bob amser. Ni all rhai ffonau a phorwyr wneud hyn.
fault-damaged = Mae’r hyn a anfonodd y gwasanaeth wedi’i ddifrodi, neu nid eich un chi ydyw
fault-damaged-next = Nid agorwyd dim ac ni rannwyd dim. Rhowch gynnig arall yn nes ymlaen, a dywedwch wrth y sawl a drefnodd hyn gyda chi.
fault-older = Anfonodd y gwasanaeth gopi hŷn o’ch cyfrif
fault-older-next = Fe wnaethom stopio. Peidiwch â rhannu dim nawr. Dywedwch wrth y sawl a drefnodd hyn gyda chi.
fault-weak = Gofynnodd y gwasanaeth am amddiffyniad gwannach nag a dderbyniwn
fault-weak-next = Fe wnaethom stopio, ac ni adawodd eich cyfrinair y ddyfais hon. Dywedwch wrth y sawl a drefnodd hyn gyda chi.
fault-memory = Mae gan y ddyfais hon rhy ychydig o gof rhydd
fault-memory-next = Caewch apiau eraill a rhowch gynnig arall arni, neu defnyddiwch ddyfais arall. Mae’r amddiffyniad yn aros yr un mor gryf.
fault-large = Mae hyn yn ormod i borwr
fault-large-next = Mae porwr yn gwneud copïau hyd at 256 MB. Gofynnwch i bwy bynnag sy’n eich helpu am “safehold full-copy”, sy’n gwneud rhai mwy.
fault-file = Newidiodd ffeil, neu ni ellir ei darllen mwyach
fault-file-next = Ni ychwanegwyd dim. Dewiswch y ffeil eto.
fault-engine = Ni all y porwr hwn wneud yr hyn sydd ei angen
fault-engine-next = Mae rhywbeth sy’n amddiffyn eich pethau ar goll neu wedi’i ddiffodd yma. Defnyddiwch borwr arall neu ddyfais arall.
fault-silent = Nid atebodd y ddyfais hon mewn pryd
fault-silent-next = Ail-lwythwch y dudalen a rhowch gynnig arall arni. Ni rannwyd dim.
fault-changed = Nid yw rhywbeth yn cyfateb
fault-changed-next = Nid yr hyn a seliwyd neu a lofnodwyd yw’r hyn a anfonodd y gwasanaeth. Fe wnaethom stopio. Ni rannwyd dim drwy bwyso’r botwm hwn.
fault-pin = Nid yw’r gwasanaeth yn defnyddio’r allweddi rydych yn eu hadnabod
fault-pin-next = Fe wnaethom stopio. Peidiwch â rhannu dim nawr. Dywedwch wrth y sawl a drefnodd hyn gyda chi, wyneb yn wyneb os gallwch.
fault-intake = Nid dyma’r hyn y gwnaethoch lofnodi amdano
fault-intake-next = Mae’r hyn a anfonodd y gwasanaeth yn wahanol i’r hyn a lofnodwyd gennych pan seliwyd ef. Fe wnaethom stopio. Ni rannwyd dim.
fault-asker = Ni allem wirio pwy yw hwn
fault-asker-next = Nid oes neb yn tystio i’r sawl sy’n gofyn, felly ni allwch rannu ag ef. Gallwch aros, neu rannu dim.
fault-mistake = Aeth rhywbeth o’i le ar y dudalen hon
fault-mistake-next = Ni rannwyd dim drwy bwyso’r botwm hwn. Ail-lwythwch y dudalen a rhowch gynnig arall arni.

## Before you start

start-title = Cyn i chi ddechrau
start-lead = Yma gallwch gadw eich pethau, a phenderfynu pwy sy’n gweld pa rai ohonynt. Darllenwch hyn yn gyntaf.
start-leave-title = Gadael yn gyflym
start-leave-1 = Pwyswch “Gadael y dudalen hon”, neu pwyswch y fysell Shift dair gwaith. Yna fe welwch dudalen dywydd.
start-leave-2 = Mae gadael yn cloi popeth. I ddod yn ôl mae angen eich cod a’ch cyfrinair arnoch.
start-leave-3 = Ar ôl pum munud heb gyffwrdd, mae’r dudalen yn cloi ohoni’i hun.
start-left-title = Beth sy’n aros ar ôl
start-left-1 = Mae eich porwr yn cadw cyfeiriad y dudalen hon yn ei hanes. Ni allwn dynnu hwnnw. Mae ffenestr breifat yn helpu.
start-left-2 = Nid ydym yn cadw dim arall ar y ddyfais hon.
start-left-3 = Os oes rhywun yn gwylio’r ddyfais hon, neu wedi rhoi ap arni i’ch gwylio, gall weld y dudalen hon. Defnyddiwch ddyfais arall felly.
start-doors-title = Pan fyddwch yn barod
start-been = Rwyf wedi bod yma o’r blaen
start-code = Mae gennyf god untro

## Signing in, and the lock

sign-in-title = Mewngofnodi
sign-in = Mewngofnodi
sign-in-code = Eich cod mewngofnodi
sign-in-code-hint = Y 32 o lythrennau a rhifau a ysgrifennwyd gennych. Nid yw bylchau o bwys.
sign-in-code-fault = Rhowch bob un o’r 32 o lythrennau a rhifau yn eich cod mewngofnodi.
passphrase = Eich cyfrinair
passphrase-missing = Rhowch eich cyfrinair.
show-typed = Dangos yr hyn rwy’n ei deipio
locked-title = Mae’r dudalen hon wedi’i chloi
locked-away = Clodd am na chyffyrddodd neb â hi. Daw’r hyn roeddech wedi’i ddewis yn ôl pan ddatglowch hi.
locked-session = Cawsoch eich allgofnodi. Mae hynny’n digwydd ar ôl 30 munud, neu pan fydd rhywun yn mewngofnodi yn rhywle arall. Os nad chi oedd hwnnw, edrychwch ar “Pwy edrychodd”.
locked-asked = Fe wnaethoch ei chloi. Daw’r hyn roeddech wedi’i ddewis yn ôl pan ddatglowch hi.
locked-open = Datgloi
locked-other = Mewngofnodi gyda chod arall

## The first visit

enrol-title = Rhowch eich cod untro
enrol-lead = Rhoddodd y sawl a’ch helpodd y cod hwn i chi. Mae’n gweithio unwaith.
enrol-code = Cod untro
enrol-code-hint = 32 o lythrennau a rhifau. Nid yw bylchau o bwys.
enrol-code-fault = Rhowch bob un o’r 32 o lythrennau a rhifau yn y cod.
offered-title = Eich cyfrinair
offered-lead = Mae’r geiriau hyn yn agor eich pethau. Nid oes gan neb arall hwy, hyd yn oed ni.
offered-warn = Ysgrifennwch hwy, neu dysgwch hwy. Os collwch hwy, ni all neb agor eich pethau eto.
offered-take = Maen nhw gennyf, ymlaen
offered-other = Rhowch eiriau eraill i mi
offered-own = Byddai’n well gennyf wneud fy rhai fy hun
own-title = Gwnewch eich cyfrinair eich hun
own-lead = Defnyddiwch o leiaf 16 llythyren. Sawl gair nad ydynt yn perthyn i’w gilydd sydd orau. Peidiwch â defnyddio enwau, caneuon na dyddiadau.
own-short = Rhowch o leiaf 16 llythyren.
again-title = Teipiwch ef unwaith eto
again-lead = Mae hyn yn gwneud yn siŵr ei fod yn gywir gennych.
again-differs = Nid yr un cyfrinair yw hwn. Edrychwch arno eto, neu teipiwch ef o’r newydd.
again-make = Gwneud fy allwedd
again-see = Dangos y geiriau i mi eto
made-title = Eich cod mewngofnodi
made-lead = Mae angen y cod hwn a’ch cyfrinair arnoch i ddod yn ôl.
made-warn = Ysgrifennwch ef. Cadwch ef ar wahân i’ch cyfrinair. Ni allwn ei ddangos eto.
made-last = I fod yn siŵr: teipiwch y pedair llythyren neu rif olaf
made-last-fault = Nid dyma bedwar olaf y cod uchod.
key-title = Cymharwch eich allwedd
key-lead = Mae’r sawl sydd gyda chi yn gofyn i chi ddarllen rhai o’r arwyddion hyn iddynt. Mae hynny’n gwneud yn siŵr bod eich pethau wedi’u selio i chi a neb arall.
key-qr = Yr un arwyddion fel llun, ar gyfer sgrin sy’n gallu ei ddarllen
key-whole = Y cyfan ohono
key-whole-lead = Os na all eu sgrin ddarllen y llun, gallant deipio hyn.
key-differs = Os dywedant nad yw’r arwyddion yn cyfateb, stopiwch. Yna efallai bod rhywun yn ceisio rhoi allwedd arall yn lle eich un chi.

## Today

today-title = Heddiw
today-nothing = Nid oes dim yn aros amdanoch.
today-more = Mwy
task-mismatch = Nid yw rhywbeth yn cyfateb yn “Pwy edrychodd”
task-mismatch-status = Edrychwch arno
task-sealed = Edrychwch ar yr hyn a seliwyd
task-sealed-status = Yn aros am eich llofnod
task-asks = Mae { $who } yn gofyn am weld rhywbeth
task-asks-status = Yn aros am eich ateb
task-draft = Edrychwch cyn iddo fynd at { $who }
task-draft-status = Yn aros amdanoch
code-title = Gadael i rywun ofyn i mi
code-lead = Ni all neb ofyn dim i chi heb god gennych chi. Mae un cod yn gadael i un cais eich cyrraedd. Nid yw’n gadael i neb weld dim.
code-make = Gwneud cod
code-once = Rhowch ef i un person yn unig. Mae’n gweithio unwaith, o fewn 30 diwrnod. Ni allwn ei ddangos eto.

## What was sealed

sealed-title = Beth a seliwyd
sealed-lead = Copïwyd hwn o’ch ffôn a’i selio ar { $when }. Dim ond chi all ei agor. Rydym newydd ei agor, ar y ddyfais hon, i’w gyfrif.
sealed-counts = Beth sydd ynddo
sealed-means = Ystyr llofnodi yw: rwyf wedi gweld y rhifau hyn. Nid yw’n rhannu dim â neb.
sealed-sign = Rwyf wedi’i weld, llofnodi
sealed-later = Nid nawr
sealed-done-title = Fe wnaethoch ei lofnodi
sealed-done = Fe wnaethoch lofnodi ar { $when }. Cedwir eich llofnod gyda’r hyn a seliwyd.
sealed-kept = Os bydd rhywun yn newid yr hyn a seliwyd, bydd y tro nesaf y byddwch yn edrych yn dangos hynny.
sealed-how = Gwiriodd y ddyfais hon lofnod y gwarcheidwad dros y rhifau hyn. Mae’r marciau isod yr un fath ar eich papur.
added-how = Gwiriodd y ddyfais hon eich llofnod eich hun dros y rhifau hyn. Ni chymerodd unrhyw warcheidwad ran.
id-number = Rhif
id-mark = Marc popeth a seliwyd
id-guardian = Allwedd y gwarcheidwad
id-tool = Seliwyd â
id-line = Llinell yn y log

kind-message = Negeseuon
kind-call = Galwadau
kind-contact = Cysylltiadau
kind-account = Cyfrifon
kind-media = Lluniau, ffilmiau a seiniau
kind-location = Lleoedd
kind-browser = Tudalennau gwe yr ymwelwyd â hwy
kind-app-data = Data arall apiau
kind-document = Dogfennau
kind-calendar = Cofnodion calendr
kind-note = Nodiadau
kind-device-event = Pethau a wnaeth y ffôn
kind-other = Pethau eraill
file-image = Lluniau
file-video = Ffilmiau
file-audio = Seiniau
file-other = Ffeiliau eraill

## Opening with the lock of a device

passkeys-title = Agor â chlo’r ffôn hwn
passkeys-lead = Gallwch agor eich cyfrif â chlo’r ffôn hwn, yn ogystal â’ch cyfrinair. Gelwir hyn yn allwedd mynediad (passkey).
passkeys-warn = Yna gall pwy bynnag sy’n gallu datgloi’r ffôn hwn agor eich cyfrif. Peidiwch â gwneud hyn os yw rhywun arall yn gwybod ei god, neu â bys neu wyneb ynddo.
passkeys-listed = Mae eich ffôn yn rhestru’r allwedd, gydag enw’r dudalen hon.
passkeys-stays = Mae eich cyfrinair yn dal i weithio. Cadwch ef: mae colli’r ffôn yn colli’r allwedd.
passkeys-copied = Mae rhai ffonau’n copïo allweddi i’ch dyfeisiau eraill. Ni allwn weld i ble.
passkeys-made = Allwedd a wnaed ar { $when }
passkeys-end = Tynnu’r allwedd hon
passkeys-add = Gwneud allwedd ar y ffôn hwn
passkeys-none = Nid oes allweddi mynediad yn y porwr hwn.
passkeys-use = Agor â chlo’r ffôn hwn

## Someone asks, in easy words

easy-show = Dangos hyn mewn geiriau hawdd, gyda lluniau
easy-hide = Dangos yr holl eiriau eto
easy-all = Holl eiriau’r cais
easy-title-who = Pwy sy’n gofyn?
easy-title-what = Beth maen nhw eisiau ei weld?
easy-title-why = Pam maen nhw’n gofyn?
easy-title-answer = Beth allwch chi ei ddweud?
easy-title-yes = Beth sy’n digwydd os dywedwch ie?
easy-title-no = Beth sy’n digwydd os dywedwch na?
easy-title-time = Faint o amser sydd gennych?
easy-picture-who = Llun: person sy’n siarad
easy-picture-what = Llun: ffôn gyda negeseuon
easy-picture-why = Llun: marc cwestiwn
easy-picture-answer = Llun: tic a chroes
easy-picture-yes = Llun: saeth o ffôn i dudalen
easy-picture-no = Llun: ffôn â bar o’i flaen
easy-picture-time = Llun: cloc
easy-who = Mae { $who } yn gofyn.
easy-works = Maen nhw’n gweithio i { $organisation }.
easy-police = Yr heddlu sy’n gofyn.
easy-counselling = Maen nhw eisiau sgyrsiau preifat â rhywun sy’n eich helpu.
easy-lawyer = Cyfreithiwr sy’n gofyn.
easy-court = Mae llys wedi gorchymyn hyn.
easy-no-court = Nid oes llys wedi gorchymyn hyn.
easy-what = Maen nhw eisiau gweld: { $kinds }.
easy-days = O { $from } i { $to }.
easy-any-day = O unrhyw ddiwrnod.
easy-see = Gallwch weld pob peth cyn i chi ateb.
easy-why = Dyma beth ysgrifennon nhw.
easy-not-checked = Ni wnaethom wirio a yw’n wir.
easy-yes = Gallwch ddweud ie.
easy-part = Gallwch ddweud ie i ran ohono.
easy-no = Gallwch ddweud na.
easy-reason = Nid oes rhaid i chi ddweud pam.
easy-order-yes = Nid oes angen eich cytundeb ar y llys.
easy-order-lawyer = Siaradwch â’ch cyfreithiwr eich hun yn gyntaf.
easy-gets = Maen nhw’n cael y pethau a ddewiswch.
easy-copy = Gallant gadw copi.
easy-other-side = Gall yr ochr arall yn yr achos ei weld hefyd.
easy-later = Gallwch stopio yn nes ymlaen.
easy-no-back = Ni allwch gymryd yn ôl yr hyn sydd ganddynt eisoes.
easy-nothing-goes = Nid oes dim yn mynd atynt oherwydd y cais hwn.
easy-case = Nid yw’r achos yn dod i ben dim ond am eich bod yn dweud na.
easy-matter = Weithiau gall na fod o bwys i’r achos.
easy-adviser = Gall eich cynghorydd ddweud mwy wrthych.
easy-order-stays = Nid yw’r gorchymyn yn dod i ben pan ddywedwch na.
easy-order-then = Os na wnewch yr hyn y mae llys yn ei orchymyn, gall hynny gael canlyniadau i chi.
easy-until = Gallwch ateb tan { $when }.
easy-question = Gallwch ofyn cwestiwn iddynt yn gyntaf.

## Someone asks

asks-title = Mae rhywun yn gofyn
asks-lead = Mae { $who } o { $organisation } yn gofyn am weld rhywfaint o’r hyn a gopïwyd o’ch ffôn.
asks-may-refuse = Gallwch ddweud na. Gallwch ddweud ie i ran. Nid oes rhaid i chi roi rheswm.
asks-ordered = Mae llys wedi gorchymyn hyn. Nid oes angen eich cytundeb arno. Siaradwch â’ch cyfreithiwr eich hun cyn i chi wneud dim.
route-vir = Yr heddlu sy’n gofyn amdano. Nid oes llys wedi’i orchymyn.
route-counselling = Yr heddlu sy’n gofyn am sgyrsiau preifat â rhywun sy’n eich helpu. Nid oes llys wedi’i orchymyn.
route-agreement = Yr heddlu sy’n gofyn i chi gytuno iddo. Nid oes llys wedi’i orchymyn.
route-court = Mae llys wedi’i orchymyn.
route-civil = Cyfreithiwr mewn achos sifil sy’n gofyn amdano. Nid oes llys wedi’i orchymyn, ac nid oes pŵer heddlu y tu ôl iddo.
asks-checked = Yr enw y gallem ei wirio yw “{ $name }”. Cadarnhawyd ef gan { $by }. Yr hyn sy’n dilyn yw’r hyn a ysgrifenasant eu hunain.
asks-by = Drwy ba hawl
asks-approver = Pwy gytunodd eu bod yn gofyn
asks-court = Llys
asks-order = Rhif y gorchymyn
asks-deadline = Diwrnod olaf a osododd y llys
asks-claim = Hawliad
asks-own-lawyer = Eich cyfreithiwr eich hun, yn ôl a ddywedant
asks-proxy = Pwy sy’n siarad drosoch, yn ôl a ddywedant
asks-views = Yr hyn a ddywedant yr ydych chi’n ei feddwl
asks-name = Enw
asks-organisation = Yn gweithio i
asks-reference = Ynghylch
asks-contact = Sut i gysylltu â hwy
asks-answer-by = Daw’r cwestiwn i ben
asks-how = Mae’r enw a wiriwyd mewn tystysgrif sy’n arwain at yr allweddi oedd gan y gwasanaeth hwn ar eich ymweliad cyntaf. Eu geiriau hwy yw’r hyn a ysgrifenasant. Ni wnaethom wirio a yw’n wir.
asks-look = Dangoswch i mi yn union beth
asks-no-hurry = Nid oes brys. Gallwch gloi’r dudalen hon a dod yn ôl yn nes ymlaen.
share-nothing = Rhannu dim
sought-kinds = Yr hyn y maent yn gofyn amdano
sought-days = O ba ddyddiau
sought-any-day = unrhyw ddiwrnod
sought-from-to = { $from } i { $to }
sought-words = Gyda’r geiriau hyn ynddo
sought-whole = Gyda’r geiriau cyfan hyn ynddo
sought-also = Maent hefyd yn gofyn am
sought-near = yr hyn a ddywedwyd o gwmpas y geiriau hyn: hyd at { $count } cyn ac ar ôl
sought-only = Ond dim ond
sought-own = nid yr hyn a ddywedodd rhywun arall ac a ddyfynnir neu a anfonir ymlaen ynddo
sought-once = pob peth unwaith
sought-masked = pobl nad ydynt mewn sgwrs o dan rifau yn lle enwau, cyn belled ag y down o hyd iddynt
masked-limit = Mae pwy sydd mewn sgwrs yn dal wedi’i enwi. Mae enw sydd ddim ond yn yr hyn a ysgrifennodd rhywun, neu mewn llun neu recordiad, yn aros hefyd.
sought-grid = Lleoedd yn fras yn unig
sought-grid-about = i tua { $km } km
sought-media = Dim ond ffeiliau o’r mathau hyn
sought-media-none = dim ffeiliau
sought-media-image = lluniau
sought-media-audio = recordiadau
sought-media-video = fideos
sought-media-document = ffeiliau eraill
sought-people = Gyda’r bobl hyn
sought-threads = O
sought-count = { $count ->
    [one] { $count } sgwrs
   *[other] { $count } o sgyrsiau
 }
left-blank = Gadawsant hwn yn wag.
why-title = Pam y maent yn gofyn
why-lead = Eu geiriau eu hunain yw’r rhain.
why-belief = Pam y maent yn credu ei fod yma
why-probative = Pam mae hyn mor bwysig
why-presumption = Pam na wnaiff dim arall y tro
why-confidential = Pam y maent yn gofyn am rywbeth preifat
why-enquiry = Yr hyn y maent am ei ddarganfod
why-relevance = Sut mae hyn yn helpu
why-necessity = Pam mae ei angen arnynt
why-alternatives = Beth arall a geisiasant
why-excess = Beth arall allai ddod gydag ef
why-people = Pwy fydd yn ei weld
why-storage = Ble cedwir ef
why-retention = Am ba hyd
why-defence = Yr ochr arall
questions-title = Gofynnwch rywbeth iddynt
questions-lead = Gallwch ofyn cyn i chi benderfynu. Byddant yn gweld eich geiriau, a gall llys eu gweld hefyd. Dim ond chi all ddechrau hyn.
questions-ask = Eich cwestiwn
questions-hint = Mae’n mynd at y sawl sy’n gofyn. Peidiwch ag ysgrifennu’r hyn nad ydych am iddynt ei wybod.
questions-send = Anfon y cwestiwn hwn
questions-waiting = Dim ateb eto.
points-title = Yr hyn y dylech ei wybod
points-hint = Ticiwch bob un ar ôl ei ddarllen. Nid yw ticio yn rhannu dim.
points-fault = { $left ->
    [one] Mae { $left } pwynt heb ei dicio eto. Darllenwch ef, yna ticiwch ef.
   *[other] Mae { $left } o bwyntiau heb eu ticio eto. Darllenwch hwy, yna ticiwch hwy.
 }

refuse-title = Rhannu dim?
refuse-lead = Dywedir wrthynt eich bod wedi dweud na. Ni ddywedir wrthynt pam, ac ni ofynnir i chi pam.
refuse-not-ended = Nid yw dweud na ynddo’i hun yn dod â’r achos i ben. Weithiau gall fod o bwys i’r achos. Gall eich cynghorydd ddweud wrthych a allai fod.
refuse-ordered = Nid yw hyn yn dod â’r gorchymyn i ben. Gall peidio â gwneud yr hyn y mae llys yn ei orchymyn gael canlyniadau i chi. Gofynnwch i’ch cyfreithiwr eich hun yn gyntaf.
refuse-back = Mynd yn ôl
refused-title = Ni rennir dim
refused-lead = Dywedasoch na. Nid oes dim yn gadael oherwydd y cais hwn.
refused-told = Maent yn gweld mai na oedd yr ateb. Gallai llys orchymyn rhywbeth o hyd, ac yna dywedir wrthych oni bai bod y llys yn ei wahardd.

## Exactly this

exactly-title = Dyma’n union fyddai’n cael ei rannu
exactly-which = Mae gennych fwy nag un copi wedi’i selio. Am ba un mae hyn?
exactly-which-one = Copi { $number }
exactly-nothing-sealed = Nid oes dim wedi’i selio i chi eto, felly nid oes dim i’w rannu.
exactly-leave = { $count ->
    [one] peth fyddai’n cael ei rannu
   *[other] o bethau fyddai’n cael eu rhannu
 }
exactly-stay = { $count ->
    [one] peth sy’n aros yma
   *[other] o bethau sy’n aros yma
 }
exactly-all-asked = Dyma’r cyfan y gofynnwyd amdano. Gallwch adael allan unrhyw beth isod.
exactly-fewer = { $count ->
    [one] Gadawsoch allan { $count } peth y gofynnwyd amdano.
   *[other] Gadawsoch allan { $count } o bethau y gofynnwyd amdanynt.
 }
exactly-private = { $count ->
    [one] Gofynnwyd am { $count } peth preifat hefyd. Mae’n aros yma oni bai eich bod yn ei gynnwys.
   *[other] Gofynnwyd am { $count } o bethau preifat hefyd. Maent yn aros yma oni bai eich bod yn eu cynnwys.
 }
private-title = Sgyrsiau preifat y gofynnwyd amdanynt
private-hint = Maent yn aros yma. Ticiwch un dim ond os ydych am iddo fynd, pob un ar ei ben ei hun.
class-intimate = Agos-atoch
class-health = Gyda meddyg neu nyrs
class-legal = Gyda chyfreithiwr
class-counselling = Gyda chynghorydd neu gynorthwyydd
class-child = Gyda phlentyn
class-third-party = Am rywun arall
class-other = Preifat
exactly-next = Pan fyddwch wedi’i weld
exactly-none-left = Nid oes dim ar ôl i’w rannu.
exactly-go-on = Ymlaen i benderfynu
others-title = { $count ->
    [one] Mae { $count } person arall yn hyn
   *[other] Mae { $count } o bobl eraill yn hyn
 }
others-lead = Byddai eu geiriau neu eu rhifau’n cael eu rhannu hefyd.
filters-title = Gadael allan bobl, dyddiau neu fathau
filters-masked = Pobl eraill
filters-masked-do = Dangos pobl eraill fel rhif yn lle eu henw a'u rhif ffôn
filters-kinds = Gadael allan y mathau hyn
filters-people = Gadael allan bopeth gyda’r bobl hyn
filters-people-hint = Gadewir allan yn gyfan unrhyw grŵp y maent ynddo.
filters-groups = Gadael y rhain allan
filters-from = O’r diwrnod hwn yn unig
filters-from-hint = Er enghraifft 27 3 2026. Gadewch ef yn wag am ddim terfyn.
filters-to = Hyd at y diwrnod hwn yn unig
filters-use-days = Defnyddio’r dyddiau hyn
days-order = Ni all y diwrnod olaf fod cyn y cyntaf.
group-counts = Byddai { $leaving } o { $asked } yn cael eu rhannu.
group-private = Mae hwn yn aros yma. Mae’n breifat, ac nid yw’n mynd oni bai eich bod chi’n ei gynnwys.
group-out = Gadawsoch hyn i gyd allan.
group-show = Dangos y { $count } hyn
leave-out = Gadael hwn allan
put-back = Rhoi hwn yn ôl
stays-out-of-scope = Yn aros yma
stays-excluded-by-survivor = Gadawsoch hwn allan
stays-privileged = Yn aros yma
stays-third-party = Yn aros yma
stays-not-relevant = Yn aros yma
stays-unknown = Yn aros yma: ni allwn ddweud a ofynnwyd amdano
stays-transformed = Yn aros yma
goes-changed = Yn mynd wedi’i newid. Cânt y copi a welwch yma.
record-withheld = Heb ei ddangos
from-you = Chi
no-date = Dim dyddiad hysbys
between = Rhwng { $from } a { $to }
call-in = Galwodd { $who } chi
call-out = Galwasoch { $who }
one-message = Neges
one-call = Galwad
one-contact = Cysylltiad
one-account = Cyfrif
one-media = Llun, ffilm neu sain
one-location = Lle
one-browser = Tudalen we
one-app-data = Data ap
one-document = Dogfen
one-calendar = Cofnod calendr
one-note = Nodyn
one-device-event = Rhywbeth a wnaeth y ffôn
one-other = Rhywbeth arall
medium-covered = Llun, wedi’i orchuddio. Pwyswch i’w weld.
medium-opening = Yn agor y llun.
medium-open = Pwyswch i orchuddio’r llun.
medium-failed = Ni ellid dangos y llun hwn. Pwyswch i roi cynnig arall arni.
medium-missing = Mae’r ffôn yn enwi llun yma, ond nid yw ganddo.
medium-file = Ffeil, { $kilobytes } kB: { $name }
medium-stripped = Yn mynd heb y lle a’r amser sydd wedi’u cuddio yn y llun
medium-stripped-sound = Yn mynd heb y lle a’r amser sydd wedi’u cuddio yn y recordiad
medium-stays = Nid yw’n mynd: ni allwn dynnu’r lle ohono
medium-unasked = Nid yw’n mynd: ni ofynnwyd am y math hwn o ffeil
hidden-stripped = { $count ->
    [one] Mae un llun neu recordiad yn mynd heb y lle a’r amser sydd wedi’u cuddio ynddo.
   *[other] Mae { $count } o luniau neu recordiadau’n mynd heb y lle a’r amser sydd wedi’u cuddio ynddynt.
 }
hidden-stay = { $count ->
    [one] Nid yw un ffeil yn mynd: ni allwn dynnu’r lle ohoni.
   *[other] Nid yw { $count } o ffeiliau’n mynd: ni allwn dynnu’r lle ohonynt.
 }
hidden-unasked = { $count ->
    [one] Nid yw un ffeil yn mynd: ni ofynnwyd am ei math.
   *[other] Nid yw { $count } o ffeiliau’n mynd: ni ofynnwyd am eu math.
 }
hidden-copies = { $count ->
    [one] Mae un cofnod yn mynd wedi’i newid: heb ei le neu ei union le, neu gyda rhifau yn lle pobl eraill.
   *[other] Mae { $count } o gofnodion yn mynd wedi’u newid: heb eu lle neu eu hunion le, neu gyda rhifau yn lle pobl eraill.
 }

## Check and decide

decide-title = Gwirio a phenderfynu
decide-back = Yn ôl at yr hyn fyddai’n cael ei rannu
decide-nobody = Nid oes gan y sawl sy’n gofyn allwedd yma, felly ni ellir rhannu dim ag ef.
decide-what = Beth
decide-records = { $count ->
    [one] { $count } peth, fel rydych newydd ei weld. Mae { $stay } yn aros yma.
   *[other] { $count } o bethau, fel rydych newydd eu gweld. Mae { $stay } yn aros yma.
 }
decide-who = Pwy sy’n ei gael
decide-why = Pam y maent yn gofyn
decide-how = Bydd eich llofnod yn enwi’r union { $count } hyn drwy’r marc isod. Mae unrhyw beth arall yn gwneud marc arall.
until = Tan pryd
decide-before-4 = Am bethau a adawsoch allan, maent yn gweld bod rhywbeth wedi’i adael allan, ar ba ddiwrnod a gyda phwy. Nid ydynt yn gweld beth ydoedd.
until-hint = Gallant ei gasglu tan ddiwedd y diwrnod hwn. Mae byr yn dda: gallwch gytuno eto yn nes ymlaen.
until-past = Dewiswch ddiwrnod nad yw drosodd eto.
until-long = Dewiswch ddiwrnod o fewn blwyddyn.
approval = Cyn iddo fynd
approval-ask = Gofynnwch i mi eto
approval-ask-hint = Caiff ei baratoi. Rydych yn edrych arno unwaith eto, ac yna’n gadael iddo fynd neu’n ei stopio.
approval-auto = Gadewch iddo fynd heb ofyn i mi eto
approval-auto-hint = Mae’n mynd cyn gynted ag y bydd yn barod.
approval-fault = Dewiswch a ydych am gael eich gofyn eto.
visit-title = Yr hyn a nodwyd am eich ffôn a’r ymweliad ({ $count } peth)
visit-lead = Gall llys ofyn sut y darllenwyd eich ffôn, a chan bwy. Nododd a llofnododd y sawl a’ch helpodd hyn.
visit-legend = Beth gaiff fynd gydag ef
visit-hint = Ni fydd dim yn mynd oni bai eich bod yn ei dicio. Nid oes rhaid i chi dicio dim.
visit-unknown = anhysbys ({ $why })
visit-clock-ahead = { $seconds } eiliad yn gyflym ({ $reference })
visit-clock-behind = { $seconds } eiliad yn araf ({ $reference })
visit-clock-right = cywir ({ $reference })
visit-device-model = Pa ffôn ydyw
visit-device-identifiers = Ei rifau ei hun, a’ch rhif ffôn
visit-device-condition = Sut olwg oedd arno
visit-device-battery = Ei fatri
visit-device-network = Ei rwydwaith
visit-device-clock = Ei gloc
visit-guardian-name = Pwy a’i darllenodd
visit-guardian-competence = Eu hyfforddiant
visit-place = Ble
visit-start = Pryd y dechreuodd
visit-end = Pryd y daeth i ben
visit-tool-settings = Sut y gosodwyd yr offeryn
visit-method = Sut y darllenwyd ef
visit-method-validation = Ble profwyd hynny
visit-exceptions = Beth aeth o’i le
visit-interruptions = Seibiannau
visit-countersignature-absence = Pam na lofnodoch chi
decide-before = Cyn i chi bwyso
decide-before-1 = Unwaith y byddant wedi’i gasglu, mae ganddynt gopi. Ni allwn gymryd y copi hwnnw’n ôl.
decide-before-2 = Gallwch stopio ar unrhyw adeg. O hynny ymlaen nid oes dim mwy yn gadael yma.
decide-before-3 = Os yw o bwys i’r achos, gellir ei ddangos i gyfreithwyr yr ochr arall hefyd.
decide-share = { $count ->
    [one] Rhannu’r { $count } peth hwn
   *[other] Rhannu’r { $count } o bethau hyn
 }
decide-not-shared = Oni bai eich bod yn ei weld o dan “Yr hyn rwy’n ei rannu”, ni rannwyd dim.
agreed-title = Fe wnaethoch gytuno
agreed-lead = { $count ->
    [one] Fe wnaethoch gytuno i rannu { $count } peth.
   *[other] Fe wnaethoch gytuno i rannu { $count } o bethau.
 }
agreed-ask = Mae’n cael ei baratoi nawr. Nid yw’n mynd cyn i chi edrych arno a gadael iddo fynd.
agreed-auto = Mae’n cael ei baratoi nawr. Mae’n mynd atynt cyn gynted ag y bydd yn barod.
agreed-mind = Gallwch newid eich meddwl ar unrhyw adeg o dan “Yr hyn rwy’n ei rannu”.

## Before it goes

draft-title = Cyn iddo fynd
draft-none = Nid oes dim i edrych arno yma nawr. Mae eich rhestr yn dangos sut mae pethau.
draft-same = { $count ->
    [one] Dyma’n union y gwnaethoch gytuno iddo: { $count } peth, a dim arall.
   *[other] Dyma’n union y gwnaethoch gytuno iddo: { $count } o bethau, a dim arall.
 }
draft-differs = Nid dyma’r hyn y gwnaethoch gytuno iddo. Ni all fynd. Stopiwch ef, a dywedwch wrth rywun rydych yn ymddiried ynddo.
draft-agreed = Fe wnaethoch gytuno ar
draft-records = Yr hyn fyddai’n mynd
draft-how = Agorodd y ddyfais hon yr hyn a baratowyd, a’i wirio gam wrth gam yn erbyn yr hyn a lofnodwyd gennych.
draft-let-go = Gadael iddo fynd
draft-stop = Ei stopio
gone-title = Fe adawsoch iddo fynd
gone-lead = Gall { $who } ei gasglu tan { $until }.
gone-mind = Hyd nes y byddant wedi’i gasglu, gallwch ei stopio o hyd. Yr hyn y maent wedi’i gasglu, mae ganddynt.

## What I share

shares-title = Yr hyn rwy’n ei rannu
shares-none = Nid ydych yn rhannu dim.
share-heading = { $count ->
    [one] { $count } peth i { $who }
   *[other] { $count } o bethau i { $who }
 }
share-left = A yw wedi’i gasglu?
share-left-nothing = Nac ydyw. Nid oes dim wedi gadael hyd yn hyn.
share-left-at = Ydyw, casglodd { $who } ef ar { $when }.
share-stopped = Fe wnaethoch ei stopio ar
share-receipt = Dangos y dderbynneb
share-stop = Stopio rhannu â { $who }
state-stopped = Wedi stopio
state-ended = Wedi dod i ben
state-left = Wedi’i gasglu
state-ready = Gellir ei gasglu
state-draft = Yn aros amdanoch
state-failed = Ni weithiodd: ni adawodd dim
state-working = Yn cael ei baratoi
stop-title = Stopio rhannu â { $who }?
stop-1 = O’r eiliad y pwyswch, nid oes dim mwy yn gadael yma.
stop-2 = Ni ofynnir i chi pam.
stop-3 = Cewch bapur sy’n dweud beth oedd eisoes wedi gadael.
stop-left = Maent eisoes wedi casglu rhywbeth. Nid yw stopio’n cymryd hwnnw’n ôl.
stop-now = Stopio nawr
stop-keep = Mynd yn ôl, dal i rannu
stopped-title = Wedi stopio
stopped-lead = Fe wnaethoch stopio hyn ar { $when }. Nid oes dim mwy yn gadael yma o’i herwydd.
stopped-draining = { $count ->
    [one] Roedd { $count } anfoniad yn dal i redeg pan wnaethoch stopio, ac mae’n cael ei dorri i ffwrdd.
   *[other] Roedd { $count } o anfoniadau’n dal i redeg pan wnaethoch stopio, ac maent yn cael eu torri i ffwrdd.
 }
stopped-left-title = Beth oedd eisoes wedi gadael
stopped-left-nothing = Dim.
stopped-left-to = { $count ->
    [one] { $count } peth, a gasglwyd gan { $who } ar { $when }.
   *[other] { $count } o bethau, a gasglwyd gan { $who } ar { $when }.
 }
stopped-undo-title = Beth nad yw stopio’n ei wneud
stopped-undo-1 = Nid yw’n cymryd yn ôl yr hyn a gasglwyd.
stopped-undo-2 = Mater iddynt hwy ac i lys yw dweud beth sydd raid iddynt ei wneud ag ef.
stopped-undo-3 = Gall llys orchymyn rhywbeth o hyd. Yna dywedir wrthych, oni bai bod y llys yn ei wahardd.

## Who looked

looked-title = Pwy edrychodd
looked-door = Rhowch eich cyfrinair eto. Gall y rhestr hon ddweud wrth bwy bynnag sy’n dal eich ffôn beth rydych yn ei wneud yma.
looked-open = Agor y rhestr
looked-cannot = Mae hyn yn dangos pob defnydd drwy’r gwasanaeth hwn. Ni all ddangos rhywun yn copïo ffeil ar ôl ei hagor.
looked-none = Nid oes neb ond chi wedi gwneud dim yma.
looked-own-show = { $count ->
    [one] Dangos { $count } peth a wnaethoch eich hun
   *[other] Dangos { $count } o bethau a wnaethoch eich hun
 }
looked-own-hide = Cuddio’r hyn a wneuthum fy hun
looked-again = Edrych eto
looked-confirmed = Wedi’i wirio: nid yw’r llinellau hyn wedi newid.
looked-unconfirmed = { $count ->
    [one] Heb ei gadarnhau eto: mae { $count } llinell yn fwy newydd na’r cadarnhad diwethaf. Mae hynny fel arfer yn cymryd llai na munud.
   *[other] Heb eu cadarnhau eto: mae { $count } o linellau’n fwy newydd na’r cadarnhad diwethaf. Mae hynny fel arfer yn cymryd llai na munud.
 }
looked-unconfirmed-all = Heb eu cadarnhau eto: nid oes gwiriwr wedi cadarnhau’r llinellau hyn hyd yn hyn.
looked-old = Heb eu cadarnhau’n ddiweddar: mae’r cadarnhad diwethaf dros ddiwrnod oed. Gall llinellau mwy newydd fod ar goll.
looked-seen = Roedd y cadarnhad diwethaf ar { $when }.
looked-how = Gwnaeth y ddyfais hon farciau eich llinellau o’ch allwedd eich hun, a chanfod pob un ohonynt unwaith, mewn trefn. Yna gwiriodd bob llinell yn erbyn cyflwr olaf y rhestr a gadarnhawyd.
looked-witness = Y gwirwyr yw’r rhai a enwodd y gwasanaeth hwn ar eich ymweliad cyntaf. Os yw’r gwasanaeth yn eu rhedeg ei hun, nid ydynt yn annibynnol.
looked-asked = Gwnaethom ofyn i un gwiriwr ein hunain, { $name }. Roedd wedi gweld yr un rhestr ddiwethaf ar { $when }.
looked-asked-away = Ceisiwyd gofyn i un gwiriwr ein hunain, { $name }. Ni atebodd. Dim ond gan y gwasanaeth hwn y gwyddom beth a welodd y gwirwyr.
looked-asked-nobody = Ni ellir gofyn i’r un o’r gwirwyr o’r fan hon. Ni wnaethom ofyn i neb arall a oes llinellau mwy newydd.
looked-mismatch = Nid yw rhywbeth yn cyfateb
looked-mismatch-next = Peidiwch â dileu dim. Nid y rhestr a gadarnhawyd yw’r rhestr a anfonodd y gwasanaeth. Cysylltwch â rhywun y tu allan i’r gwasanaeth hwn rydych yn ymddiried ynddo.
looked-still = Y tro hwn, mae’r hyn a anfonodd y gwasanaeth yn cytuno â’r hyn y mae’r ddyfais hon yn ei gofio. Nid yw hynny’n dad-wneud yr hyn a welwyd o’r blaen.
finding-witness = Ar { $when }, roedd y gwiriwr { $name } wedi cadarnhau rhestr wahanol i’r un a ddangosodd y gwasanaeth i chi.
finding-growth = Ar { $when }, nid rhestr eich ymweliad diwethaf gyda llinellau newydd ar ei diwedd oedd y rhestr.
finding-receipt = Ar { $when }, roedd llinell a addawodd y gwasanaeth i chi ar goll neu wedi’i newid.
finding-lines = Ar { $when }, nid oedd y llinellau a anfonodd y gwasanaeth i gyd yno, neu nid y rhai a gadarnhawyd oeddent.
finding-kept = Bydd hyn yn aros yma nes i chi ddweud â phwy y buoch yn siarad amdano.
finding-not-kept = Ni allem gadw hyn yn eich cyfrif. Cadwch y ffeil cyn i chi adael y dudalen hon.
finding-file = Mae’r ffeil yn dangos yr hyn nad oedd yn cyfateb. Nid yw’n cynnwys yr un o’ch llinellau na’r un allwedd i chi.
finding-save = Ei gadw fel ffeil
finding-whom = Â phwy y buoch yn siarad am hyn?
finding-whom-hint = Rhywun y tu allan i’r gwasanaeth hwn, ac o ble maen nhw.
finding-whom-fault = Ysgrifennwch â phwy y buoch yn siarad, mewn 200 llythyren ar y mwyaf
finding-done = Rwyf wedi siarad â nhw
finding-told = Buoch yn siarad â { $whom } amdano, fel y nodoch ar { $when }.
finding-earlier = Yr hyn nad oedd yn cyfateb o’r blaen
words-lead = Mae chwe gair yn gadael i ddau berson gymharu dros y ffôn. Gall rhywun sy’n cadw copi o’r rhestr gyfan eu gwneud hefyd.
words-show = Dangos chwe gair gwirio
words-list = Maent yn sefyll am restr pawb, gyda’r hyd hwn: { $count }. Os yw eu geiriau nhw am yr hyd hwn yn wahanol, nid yw rhywbeth yn cyfateb.
words-receipt = Maent yn sefyll am y dderbynneb hon: ei rhif, marc yr hyn a seliwyd, pwy a’i seliodd, a’r llinell yn y log.
line-about = Ynghylch: { $who }, { $why }.
line-unconfirmed = Nid yw’r llinell hon wedi’i chadarnhau eto.
line-who = Enw a roddwyd yma: { $name }.
line-stop = Stopio’r mynediad hwn
line-envelope-handout = Agorodd { $who } yr hyn y gwnaethoch gytuno iddo, i’w baratoi.
line-release-collect = Casglodd { $who } yr hyn a rannwyd gennych.
line-catalogue-handout = Casglodd { $who } restr o’r hyn sydd yn eich copi.
line-draft-open = Edrychodd { $who } ar rywbeth cyn iddo fynd.
line-own-unlock = Mewngofnododd { $who } i’ch cyfrif.
line-own-open = Agorodd { $who } eich pethau wedi’u selio.
line-account-create = Gwnaeth { $who } eich cyfrif.
line-account-passkey = Gwnaeth { $who } allwedd mynediad.
line-account-passkeyend = Tynnodd { $who } allwedd mynediad.
line-ingest = Seliodd { $who } gopi o’ch ffôn i chi.
line-ingest-added = Ychwanegoch chi rywbeth eich hun.
line-receipt = Llofnododd { $who } am yr hyn a seliwyd.
line-request-submit = Gofynnodd { $who } am weld rhywbeth.
line-request-amend = Atebodd { $who } gais â na.
line-request-change = Gwnaeth { $who } gais yn llai, neu newid ei eiriau.
line-request-ask = Gofynnodd { $who } rywbeth am gais.
line-request-reply = Atebodd { $who } gwestiwn.
line-request-code = Gwnaeth { $who } god ar gyfer un cais.
line-role-name = Dewisodd { $who } eiriolwr.
line-role-drop = Daeth { $who } â gwaith eiriolwr i ben.
line-role-show = Gadawodd { $who } i eiriolwr weld cais.
line-role-hide = Cymerodd { $who } gais yn ôl oddi wrth eiriolwr.
line-request-withdraw = Cymerodd { $who } gais yn ôl.
line-grant = Cytunodd { $who } i rannu rhywbeth.
line-approval = Gadawodd { $who } i rywbeth fynd.
line-release-publish = Paratôdd { $who } yr hyn y gwnaethoch gytuno iddo.
line-withdraw = Stopiodd { $who } rannu.
line-expire = Caeodd { $who } rywbeth a rannwyd, am fod ei amser ar ben.
line-erase = Dileodd { $who } rywbeth.
line-erase-ask = Gofynnodd { $who } am ddileu rhywbeth.
line-erase-cancel = Penderfynodd { $who } ei gadw wedi’r cyfan.
line-hold-set = Nododd { $who } fod llys am i rywbeth gael ei gadw.
line-hold-lift = Nododd { $who } nad yw llys am iddo gael ei gadw mwyach.
line-policy-exclude = Gosododd { $who } rywbeth i’w adael allan bob amser.
line-policy-lift = Daeth { $who } â rheol i adael rhywbeth allan i ben.
line-system-fsck = Gwiriodd { $who } eich pethau wedi’u selio am ddifrod. Ni welodd neb beth sydd ynddynt.
line-system-backup = Gwnaeth { $who } gopi diogelwch o bopeth a gedwir, eich pethau wedi’u selio hefyd. Ni welodd neb beth sydd ynddynt.
line-system-restore = Sefydlwyd { $who } eto o gopi diogelwch, gyda’ch pethau wedi’u selio.
line-release-list = Edrychodd { $who } ar y rhestr o’r hyn a rannwyd gennych â nhw.
line-request-read = Darllenodd { $who } gais amdanoch chi.
line-catalogue-list = Edrychodd { $who } ar y rhestr o’r hyn sydd yn eich copïau ac y gellir ei wirio.
line-key-split = Trefnodd { $who } ffordd yn ôl i’ch cyfrif, gyda cherdyn a thri chynorthwyydd.
line-key-drop = Daeth { $who } â’r ffordd yn ôl i’ch cyfrif i ben.
line-key-held = Dywedodd { $who } fod eu rhan nhw o’ch ffordd yn ôl yno.
line-key-rehearse = Profodd { $who } a yw eich ffordd yn ôl yn dal i weithio.
line-key-list = Edrychodd { $who } pa rannau o ffyrdd yn ôl y maen nhw’n eu cadw.
line-key-hand = Trosglwyddodd { $who } eu rhan nhw o’ch ffordd yn ôl.
line-account-recover = Defnyddiodd { $who } eich cerdyn i ofyn am ffordd yn ôl i’ch cyfrif. Os nad chi oedd hynny, dywedwch heddiw.
line-account-stop = Ataliodd { $who } ffordd yn ôl i’ch cyfrif.
line-account-change = Daeth { $who } yn ôl i’ch cyfrif gyda’ch cerdyn, a gosod cyfrinymadrodd newydd.
line-own-share = Cymerodd { $who } eu rhan nhw o’ch ffordd yn ôl, wedi’i selio o hyd.
line-own-recover = Cymerodd { $who }, gyda’ch cerdyn, yr hyn sy’n agor eich cyfrif eto.
line-other = Gwnaeth { $who } rywbeth nad oes gan y dudalen hon eiriau amdano ({ $act }).
role-survivor = Chi
role-guardian = Eich gwarcheidwad
role-worker = Peiriant y gwasanaeth
role-investigator = Ymchwilydd
role-prosecutor = Erlynydd
role-solicitor = Cyfreithiwr
role-supervisor = Goruchwyliwr
role-disclosure-officer = Swyddog datgelu
role-defence-reviewer = Adolygydd ar ran yr amddiffyniad
role-court-expert = Arbenigwr ar ran y llys
role-advocate = Eiriolwr
role-auditor = Archwilydd
role-administrator = Gweinyddwr
role-support = Gweithiwr cymorth
role-system = Y gwasanaeth
role-of = { $role } o { $organisation }
end-denied = Stopiwyd ef: nid oedd yn cael ei ganiatáu.
end-partial = Dim ond rhan a gyrhaeddodd.
end-aborted = Torrwyd ef i ffwrdd. Ni allwn ddweud a welwyd unrhyw beth.
end-unknown = Nid ydym yn gwybod sut y daeth i ben.
end-error = Ni weithiodd.
end-mismatch = Stopiwyd ef, am nad yr hyn a ddaeth allan oedd yr hyn y gwnaethoch gytuno iddo.
end-open = Nid yw wedi dod i ben eto, neu ni ddywedodd neb sut y daeth i ben.

## My things

things-title = Fy mhethau
things-lead = Dyma’r hyn sydd yma i chi. Mae wedi’i selio, a dim ond chi all ei agor.
things-none = Nid oes dim yma eto.
things-one = Copi wedi’i selio { $number }
things-added-one = Yr hyn a ychwanegoch ar { $when }
things-open = Ei agor
things-sealed = { $count ->
    [one] Seliwyd ar { $when }: { $count } peth.
   *[other] Seliwyd ar { $when }: { $count } o bethau.
 }
things-signed = Rydych wedi llofnodi amdano.
things-unsigned = Nid ydych wedi llofnodi amdano eto.
things-look = Edrych y tu mewn
inside-lead = Dim ond chi sy’n gweld hyn. Nid yw edrych yn rhannu dim.
things-erased = Cawsoch ddileu hwn. Ni all neb ei agor mwyach.
things-to-erase = Gofynasoch am ddileu hwn.
things-by = Seliwyd gan { $name }.
things-by-org = Mae { $org } yn tystio i’r enw hwn.
things-by-nobody = Nid oes neb y mae’r dudalen hon yn ei adnabod yn tystio i’r enw hwn.
things-by-you = Chi ychwanegodd hwn eich hun. Ni chymerodd unrhyw warcheidwad ef o ffôn, ac nid oes neb yn tystio drosto.
things-device = Nid oes dim a lofnodwyd yn dweud pa ffôn oedd hwn.
things-size = Mae’r hyn a gedwir yma yn cymryd { $size } i gyd.
add-title = Ychwanegu rhywbeth eich hun
add-lead = Gallwch ychwanegu papurau, lluniau, recordiadau, rhywbeth a ysgrifennwch yma, neu orchymyn llys.
add-note-limits = Hyd at { $files } ffeil ar y tro. Gall un ffeil fod yn { $file }, a’r cyfan yn { $total }.
add-note-place = Gall llun gynnwys y man lle cafodd ei dynnu. Mae’r man yn aros yn yr hyn sydd yma.
add-note-stripped = Os rhannwch ef heb leoedd, tynnir y man allan yn gyntaf. Lle na ellir gwneud hynny, ni rennir y ffeil.
add-note-who = Bydd bob amser yn dweud mai chi a’i hychwanegodd. Nid oes neb yn tystio drosto.
add-files = Dewis ffeiliau
add-write = Neu ysgrifennwch ef yma
add-write-take = Cymryd hwn fel ffeil
add-write-name = fy ngeiriau.txt
add-kind = Beth yw hwn?
add-kind-document = Papur neu ddogfen
add-kind-photo = Llun
add-kind-audio = Recordiad sain
add-kind-video = Ffilm
add-kind-statement = Yr hyn a ddywedaf am yr hyn a ddigwyddodd
add-kind-court-order = Gorchymyn llys
add-kind-fault = Dywedwch beth ydyw.
add-day = O ba ddiwrnod y mae?
add-day-hint = Gadewch ef yn wag os nad ydych yn gwybod. Er enghraifft 27 3 2026.
add-drop = Gadael hwn allan
add-none = Dewiswch ffeil, neu ysgrifennwch rywbeth a’i gymryd fel ffeil.
add-do = Ychwanegu at fy mhethau
add-not = Ychwanegu dim
add-stay = Arhoswch ar y dudalen hon nes ei fod wedi’i wneud. Os cewch eich allgofnodi cyn hynny, ni ychwanegir dim, a gallwch ddechrau eto.
add-going-title = Wrthi’n ei ychwanegu
add-broken = Mae’r hyn sydd wedi’i selio a heb ei anfon eto yn aros ar y dudalen hon.
add-stop = Stopio ac ychwanegu dim
add-done-title = Mae’n gorwedd yma nawr
add-done = { $count ->
    [one] Ychwanegwyd { $count } ffeil. Darllenodd y gwasanaeth bopeth yn ôl, a dyma a seliwyd yma.
   *[other] Ychwanegwyd { $count } ffeil. Darllenodd y gwasanaeth bopeth yn ôl, a dyma a seliwyd yma.
 }
add-done-line = Dyma linell { $line } o’r rhestr sy’n dangos pwy wnaeth beth.
add-why-many = Mae gormod o ffeiliau ar y tro. Gadewch rai allan, ac ychwanegwch nhw wedyn.
add-why-empty = Mae’r ffeil hon yn wag.
add-why-long = Mae’r ffeil hon yn rhy hir. Rhannwch un fyrrach, neu gofynnwch am help.
add-why-total = Gyda’i gilydd mae’r ffeiliau hyn yn rhy hir. Gadewch rai allan, ac ychwanegwch nhw wedyn.
add-why-name = Ni ellir defnyddio enw’r ffeil hon. Ailenwch hi, a dewiswch hi eto.
add-why-kind = Mae’r ffeil hon yn rhywbeth arall na’r hyn a ddywedwch. Dewiswch beth ydyw.
add-why-same = Mae’r ffeil hon yr un fath ag un arall yma. Gadewch un allan.
add-why-day = Nid yw’r diwrnod hwn wedi dod eto, neu nid yw’n ddiwrnod.
copy-title = Lawrlwytho copi llawn
copy-lead = Mae gennych hawl i gopi o bopeth sydd yma i chi.
copy-warn = Darllenwch hyn yn gyntaf
copy-warn-1 = Nid yw’r copi wedi’i selio. Gall pwy bynnag sy’n dal y ddyfais hon ei agor.
copy-warn-2 = Bydd gyda lawrlwythiadau’r ddyfais hon. Nid yw gadael y dudalen hon yn ei dynnu oddi yno.
copy-warn-3 = Mae rhai dyfeisiau yn anfon eu lawrlwythiadau i ddyfeisiau eraill ar eu pen eu hunain.
copy-warn-4 = Os yw rhywun arall yn defnyddio neu’n gwirio’r ddyfais hon, peidiwch â’i gadw yma. Gallwch ddefnyddio dyfais arall wedyn.
copy-holds = Beth sydd ynddo
copy-holds-1 = Pob cofnod a phob ffeil, wedi’u hagor.
copy-holds-2 = Yr hyn a lofnodwyd, fel y gall eraill wirio na newidiwyd dim.
copy-logged = Mae ei wneud yn llinell o dan “Pwy edrychodd”, fel rhywbeth a wnaethoch chi eich hun.
copy-known = Rwy’n gwybod y gall pwy bynnag sy’n dal y ddyfais hon ddarllen y copi.
copy-known-fault = Ticiwch eich bod yn gwybod hyn, neu peidiwch â gwneud copi.
copy-make = Gwneud y copi
copy-not = Peidio â gwneud un
copy-going-title = Yn gwneud eich copi
copy-going = Cyffyrddwch â’r dudalen bob hyn a hyn. Os bydd yn cloi, byddwch yn dechrau eto.
copy-stop = Stopio a’i daflu
copy-broken-title = Collwyd y cysylltiad
copy-broken = Mae’r hyn a wnaed hyd yma yn aros ar y dudalen hon. Ni chadwyd dim ar y ddyfais hon eto.
copy-on = Mynd ymlaen
copy-ready-title = Mae eich copi yn barod
copy-ready = Mae’n { $size }. Ar y dudalen hon yn unig y mae, ac mae’n mynd pan fyddwch yn gadael.
copy-save = Ei gadw ar y ddyfais hon
copy-throw = Ei daflu
copy-saved-title = Rydych wedi cadw eich copi
copy-saved = Gofynnwyd i’ch porwr gadw { $size } fel “notes.zip”. Ni allwn weld a wnaeth, nac ymhle.
copy-saved-after = Dilëwch ef yno pan na fydd ei angen arnoch, a gwagiwch y bin.
copy-save-again = Ei gadw unwaith eto
copy-readme-1 = Dyma gopi llawn o’r hyn sydd wedi’i selio i chi. Nid yw wedi’i selio: gall pwy bynnag sydd ag ef ei ddarllen.
copy-readme-2 = Mae “records” yn dal pob cofnod, un ar bob llinell. Mae “objects” yn dal lluniau a ffeiliau eraill.
copy-readme-3 = Mae’r ffeiliau eraill yn dangos na newidiwyd dim. I’w wirio: safehold check-copy
copy-readme-4 = Yn “records”, mae ffeiliau sy’n gorffen â .html yn dangos y cofnodion mewn porwr.

## Deleting

erase-title = Dileu’r copi hwn
erase-does = Beth mae dileu’n ei wneud
erase-does-1 = Rydym yn dinistrio pob allwedd iddo. O hynny ymlaen ni all neb ei agor, chithau’n gynwysedig.
erase-does-2 = Yna rydym yn tynnu ei ffeiliau.
erase-does-3 = Mae popeth rydych yn ei rannu ohono’n stopio.
erase-not = Beth nad yw dileu’n ei wneud
erase-not-1 = Nid yw’n cymryd yn ôl yr hyn a gasglwyd o’r blaen.
erase-not-2 = Mae’r rhestr o bwy edrychodd yn aros, heb yr hyn oedd ynddo.
erase-not-3 = Nid yw’n dod ag achos i ben. Os gallai llys fod eisiau hwn, gofynnwch i gyfreithiwr cyn ei ddileu.
erase-when = Pryd
erase-later = Ymhen saith diwrnod
erase-later-hint = Tan hynny gallwch newid eich meddwl.
erase-now = Nawr
erase-now-hint = Ni allwch newid eich meddwl mwyach.
erase-fault = Dewiswch pryd y caiff ei ddileu.
erase-go = Ei ddileu
erase-keep = Ei gadw
erase-waits = Caiff ei ddileu ar { $when }. Tan hynny gallwch ei gadw wedi’r cyfan.
erase-waits-hold = Mae’n aros, am fod llys am iddo gael ei gadw. Caiff ei ddileu pan ddaw hynny i ben, a gallwch ei gadw wedi’r cyfan o hyd.
erase-keep-all = Ei gadw wedi’r cyfan
erased-keys = Mae ei allweddi wedi’u dinistrio, felly ni all neb ei agor. Mae ei ffeiliau’n cael eu tynnu nawr.
erased-done = Mae wedi’i ddileu: mae ei allweddi wedi’u dinistrio a’i ffeiliau wedi’u tynnu.
erased-left = Mae’r hyn a gasglwyd o’r blaen gyda’r rhai a’i casglodd. Mae “Yr hyn rwy’n ei rannu” yn dangos pwy ydynt.
held-lead = Mae llys am i hwn gael ei gadw, felly ni ellir ei ddileu nawr.
held-court = Llys
held-number = Rhif y papur
held-since = Cedwir ers
held-means = Nid yw hyn yn dangos dim i neb. Nid yw ond yn cadw’r copi rhag cael ei ddileu.
