# Every sentence of the survivor's pages, in Portuguese. Drafted; no translator has reviewed it yet,
# so what is agreed to is shown in English beside it.

## The frame

name = Notas
skip = Ir para a parte principal
leave = Sair desta página
lock = Bloquear
foot = Carregue três vezes em Shift para sair depressa desta página.
english-counts = Em inglês, que é o que conta
not-reviewed = Nenhum tradutor verificou ainda esta tradução. Onde decide, conta o texto em inglês.
shift-presses = { $presses ->
    [1] Shift carregado uma vez. Carregue mais duas vezes para sair.
    [2] Shift carregado duas vezes. Carregue mais uma vez para sair.
   *[other] A sair desta página.
 }
idle = Há algum tempo que ninguém toca nesta página. Bloqueia daqui a cerca de { $seconds } segundos.
idle-stay = Ainda estou aqui
back = Voltar
continue = Continuar
done = Pronto
print = Imprimir isto
faults = Há um problema
error-title = Erro
try-again = Tentar de novo
how-known = Como é que se sabe?
show-more = Mostrar mais { $count } (faltam { $left })
somebody = alguém
day = Dia
month = Mês
year = Ano
day-fault = Escreva um dia verdadeiro, como 27 3 2026.

## What takes a while

doing-asking = Um momento.
doing-stretching = A preparar. Pode demorar alguns segundos.
doing-opening = A abrir as suas coisas neste aparelho.
doing-sealing = A selar neste aparelho.
doing-checking = A verificar neste aparelho.
doing-copying = A fazer a sua cópia neste aparelho.
doing-adding = A selar neste aparelho e a enviar.

## What went wrong

fault-offline = Não conseguimos chegar ao serviço
fault-offline-next = Veja a sua ligação. Se tinha acabado de carregar num botão, veja a sua lista antes de carregar outra vez.
fault-busy = O serviço está ocupado
fault-busy-next = Espere um momento e tente de novo.
fault-session = A sua sessão terminou
fault-session-next = Entre de novo para continuar.
fault-gone = Isto já não está aqui
fault-gone-next = Volte à sua lista. Ela mostra como estão as coisas agora.
fault-moved-on = Algo mudou entretanto
fault-moved-on-next = Nada foi partilhado com este toque. Volte à sua lista e veja outra vez.
fault-refused = O serviço não aceitou isto
fault-refused-next = Nada foi partilhado com este toque. Volte atrás e veja o que escreveu.
fault-service = O serviço respondeu de uma forma que não entendemos
fault-service-next = Nada foi aberto. Tente mais tarde. Se continuar assim, peça a alguém de confiança para ver o que se passa.
fault-wrong = O código ou a frase-passe está errada
fault-wrong-next = Veja os dois e tente de novo. Na frase-passe contam as letras pequenas e grandes.
fault-passkey = Nenhuma chave abriu a sua conta
fault-passkey-next = Use a sua frase-passe. Serve sempre. Alguns telemóveis e navegadores não conseguem fazer isto.
fault-damaged = O que o serviço enviou está estragado ou não é seu
fault-damaged-next = Nada foi aberto e nada foi partilhado. Tente mais tarde e diga à pessoa que preparou isto consigo.
fault-older = O serviço enviou uma cópia mais antiga da sua conta
fault-older-next = Parámos. Não partilhe nada agora. Diga à pessoa que preparou isto consigo.
fault-weak = O serviço pediu uma proteção mais fraca do que a que aceitamos
fault-weak-next = Parámos, e a sua frase-passe não saiu deste aparelho. Diga à pessoa que preparou isto consigo.
fault-memory = Este aparelho tem pouca memória livre
fault-memory-next = Feche outras aplicações e tente de novo, ou use outro aparelho. A proteção continua igualmente forte.
fault-large = Isto é demasiado para um navegador
fault-large-next = Um navegador faz cópias até 256 MB. Peça a quem a ajuda “safehold full-copy”, que faz cópias maiores.
fault-file = Um ficheiro mudou, ou já não pode ser lido
fault-file-next = Nada foi acrescentado. Escolha o ficheiro de novo.
fault-engine = Este navegador não consegue fazer o que é preciso
fault-engine-next = Falta aqui, ou está desligado, algo que protege as suas coisas. Use outro navegador ou outro aparelho.
fault-silent = Este aparelho não respondeu a tempo
fault-silent-next = Carregue a página de novo e tente outra vez. Nada foi partilhado.
fault-changed = Há algo que não bate certo
fault-changed-next = O que o serviço enviou não é o que foi selado ou assinado. Parámos. Nada foi partilhado com este toque.
fault-pin = O serviço não está a usar as chaves que conhece
fault-pin-next = Parámos. Não partilhe nada agora. Diga à pessoa que preparou isto consigo, pessoalmente se puder.
fault-intake = Isto não é o que assinou
fault-intake-next = O que o serviço enviou é diferente do que assinou quando foi selado. Parámos. Nada foi partilhado.
fault-asker = Não conseguimos verificar quem é
fault-asker-next = Ninguém responde pela pessoa que pede, por isso não pode partilhar com ela. Pode esperar ou não partilhar nada.
fault-mistake = Algo correu mal nesta página
fault-mistake-next = Nada foi partilhado com este toque. Carregue a página de novo e tente outra vez.

## Before you start

start-title = Antes de começar
start-lead = Aqui pode guardar as suas coisas e decidir quem vê o quê. Leia isto primeiro.
start-leave-title = Sair depressa
start-leave-1 = Carregue em “Sair desta página” ou três vezes na tecla Shift. Vê então uma página sobre o tempo.
start-leave-2 = Sair bloqueia tudo. Para voltar precisa do seu código e da sua frase-passe.
start-leave-3 = Depois de cinco minutos sem um toque, a página bloqueia sozinha.
start-left-title = O que fica
start-left-1 = O seu navegador guarda o endereço desta página no histórico. Não podemos apagar isso. Uma janela privada ajuda.
start-left-2 = Não guardamos mais nada neste aparelho.
start-left-3 = Se alguém vigia este aparelho, ou pôs nele uma aplicação para vigiar, pode ver esta página. Use então outro aparelho.
start-doors-title = Quando quiser começar
start-been = Já estive aqui
start-code = Tenho um código de uso único

## Signing in, and the lock

sign-in-title = Entrar
sign-in = Entrar
sign-in-code = O seu código de entrada
sign-in-code-hint = As 32 letras e números que anotou. Os espaços não contam.
sign-in-code-fault = Escreva todas as 32 letras e números do seu código de entrada.
passphrase = A sua frase-passe
passphrase-missing = Escreva a sua frase-passe.
show-typed = Mostrar o que escrevo
locked-title = Esta página está bloqueada
locked-away = Bloqueou porque ninguém lhe tocou. O que tinha escolhido volta quando a desbloquear.
locked-session = A sua sessão terminou. Isso acontece ao fim de 30 minutos, ou quando alguém entra noutro lugar. Se não foi você, veja “Quem viu”.
locked-asked = Foi você que bloqueou. O que tinha escolhido volta quando a desbloquear.
locked-open = Desbloquear
locked-other = Entrar com outro código

## The first visit

enrol-title = Escreva o seu código de uso único
enrol-lead = A pessoa que lhe deu ajuda deu-lhe este código. Funciona uma vez.
enrol-code = Código de uso único
enrol-code-hint = 32 letras e números. Os espaços não contam.
enrol-code-fault = Escreva todas as 32 letras e números do código.
offered-title = A sua frase-passe
offered-lead = Estas palavras abrem as suas coisas. Mais ninguém as tem, nem nós.
offered-warn = Anote-as ou aprenda-as. Se as perder, ninguém volta a abrir as suas coisas.
offered-take = Já as tenho, continuar
offered-other = Quero outras palavras
offered-own = Prefiro fazer a minha
own-title = Faça a sua própria frase-passe
own-lead = Use pelo menos 16 letras. O melhor são várias palavras sem ligação entre si. Não use nomes, canções ou datas.
own-short = Escreva pelo menos 16 letras.
again-title = Escreva mais uma vez
again-lead = Assim temos a certeza de que está bem.
again-differs = Não é a mesma frase-passe. Veja-a outra vez ou escreva-a de novo.
again-make = Fazer a minha chave
again-see = Mostrar as palavras outra vez
made-title = O seu código de entrada
made-lead = Precisa deste código e da sua frase-passe para voltar.
made-warn = Anote-o. Guarde-o longe da frase-passe. Não o podemos mostrar outra vez.
made-last = Para ter a certeza: escreva as últimas quatro letras ou números
made-last-fault = Estes não são os últimos quatro do código acima.
key-title = Compare a sua chave
key-lead = A pessoa que está consigo pede-lhe que leia alguns destes sinais. Assim há a certeza de que as suas coisas são seladas para si e para mais ninguém.
key-qr = Os mesmos sinais em imagem, para um ecrã que a consiga ler
key-whole = A chave toda
key-whole-lead = Se o ecrã não conseguir ler a imagem, a pessoa pode escrever isto.
key-differs = Se a pessoa disser que os sinais não batem certo, pare. Alguém pode estar a tentar pôr outra chave no lugar da sua.

## Today

today-title = Hoje
today-nothing = Não há nada à sua espera.
today-more = Mais
task-mismatch = Há algo que não bate certo em “Quem viu”
task-mismatch-status = Ver
task-sealed = Ver o que foi selado
task-sealed-status = À espera da sua assinatura
task-asks = { $who } pede para ver algo
task-asks-status = À espera da sua resposta
task-draft = Ver antes de ir para { $who }
task-draft-status = À sua espera
code-title = Deixar alguém pedir
code-lead = Ninguém lhe pode pedir nada sem um código seu. Um código deixa chegar um pedido até si. Não deixa ninguém ver nada.
code-make = Fazer um código
code-once = Dê-o só a uma pessoa. Funciona uma vez, no prazo de 30 dias. Não o podemos mostrar outra vez.

## What was sealed

sealed-title = O que foi selado
sealed-lead = Isto foi copiado do seu telemóvel e selado em { $when }. Só você o pode abrir. Abrimos agora mesmo, neste aparelho, para contar.
sealed-counts = O que tem dentro
sealed-means = Assinar diz: vi estes números. Não partilha nada com ninguém.
sealed-sign = Já vi, assinar
sealed-later = Agora não
sealed-done-title = Já assinou
sealed-done = Assinou em { $when }. A sua assinatura fica guardada com o que foi selado.
sealed-kept = Se alguém mudar o que foi selado, verá isso da próxima vez.
sealed-how = Este aparelho verificou a assinatura do guardião sobre estes números. Os sinais abaixo são iguais aos do seu papel.
added-how = Este aparelho verificou a sua própria assinatura sobre estes números. Nenhum guardião participou.
id-number = Número
id-mark = Marca de tudo o que foi selado
id-guardian = Chave do guardião
id-tool = Selado com
id-line = Linha no registo

kind-message = Mensagens
kind-call = Chamadas
kind-contact = Contactos
kind-account = Contas
kind-media = Fotografias, filmes e sons
kind-location = Lugares
kind-browser = Páginas da internet visitadas
kind-app-data = Outros dados de aplicações
kind-document = Documentos
kind-calendar = Entradas do calendário
kind-note = Notas
kind-device-event = Coisas que o telemóvel fez
kind-other = Outras coisas
file-image = Imagens
file-video = Filmes
file-audio = Sons
file-other = Outros ficheiros

## Opening with the lock of a device

passkeys-title = Abrir com o bloqueio deste telemóvel
passkeys-lead = Pode abrir a sua conta com o bloqueio deste telemóvel, além da frase-passe. Isto chama-se chave de acesso (passkey).
passkeys-warn = Então quem conseguir desbloquear este telemóvel pode abrir a sua conta. Não faça isto se outra pessoa souber o código, ou tiver nele um dedo ou um rosto.
passkeys-listed = O telemóvel mostra a chave numa lista, com o nome desta página.
passkeys-stays = A sua frase-passe continua a servir. Guarde-a: um telemóvel perdido leva a chave consigo.
passkeys-copied = Alguns telemóveis copiam as chaves para os seus outros aparelhos. Não vemos para onde.
passkeys-made = Chave feita em { $when }
passkeys-end = Tirar esta chave
passkeys-add = Fazer uma chave neste telemóvel
passkeys-none = Este navegador não tem chaves de acesso.
passkeys-use = Abrir com o bloqueio deste telemóvel

## Someone asks, in easy words

easy-show = Mostrar isto em palavras fáceis, com imagens
easy-hide = Mostrar de novo todas as palavras
easy-all = Todas as palavras do pedido
easy-title-who = Quem pede?
easy-title-what = O que querem ver?
easy-title-why = Porque pedem?
easy-title-answer = O que pode dizer?
easy-title-yes = O que acontece se disser sim?
easy-title-no = O que acontece se disser não?
easy-title-time = Quanto tempo tem?
easy-picture-who = Imagem: uma pessoa a falar
easy-picture-what = Imagem: um telemóvel com mensagens
easy-picture-why = Imagem: um ponto de interrogação
easy-picture-answer = Imagem: um visto e uma cruz
easy-picture-yes = Imagem: uma seta de um telemóvel para uma folha
easy-picture-no = Imagem: um telemóvel com uma barra à frente
easy-picture-time = Imagem: um relógio
easy-who = { $who } está a pedir.
easy-works = Trabalha para { $organisation }.
easy-police = É a polícia que pede.
easy-counselling = Querem conversas privadas com alguém que ajuda.
easy-lawyer = É um advogado que pede.
easy-court = Um tribunal ordenou isto.
easy-no-court = Nenhum tribunal ordenou isto.
easy-what = Querem ver: { $kinds }.
easy-days = De { $from } a { $to }.
easy-any-day = De qualquer dia.
easy-see = Pode ver cada coisa antes de responder.
easy-why = Isto é o que escreveram.
easy-not-checked = Não verificámos se é verdade.
easy-yes = Pode dizer sim.
easy-part = Pode dizer sim a uma parte.
easy-no = Pode dizer não.
easy-reason = Não tem de dizer porquê.
easy-order-yes = O tribunal não precisa do seu sim.
easy-order-lawyer = Fale primeiro com um advogado seu.
easy-gets = Recebem as coisas que escolher.
easy-copy = Podem guardar uma cópia.
easy-other-side = A outra parte no caso também pode ver.
easy-later = Pode parar mais tarde.
easy-no-back = Não pode tirar-lhes o que já têm.
easy-nothing-goes = Nada vai para eles por causa deste pedido.
easy-case = O caso não acaba só porque diz não.
easy-matter = Às vezes um não pode ter importância para o caso.
easy-adviser = Quem lhe dá conselhos pode dizer-lhe mais.
easy-order-stays = A ordem não acaba quando diz não.
easy-order-then = Se não fizer o que um tribunal ordena, isso pode ter consequências para si.
easy-until = Pode responder até { $when }.
easy-question = Pode fazer-lhes primeiro uma pergunta.

## Someone asks

asks-title = Alguém pede
asks-lead = { $who }, de { $organisation }, pede para ver uma parte do que foi copiado do seu telemóvel.
asks-may-refuse = Pode dizer não. Pode dizer sim a uma parte. Não tem de dar uma razão.
asks-ordered = Um tribunal ordenou isto. Não precisa do seu sim. Fale com um advogado seu antes de fazer alguma coisa.
route-vir = É a polícia que pede. Nenhum tribunal o ordenou.
route-counselling = A polícia pede conversas privadas com alguém que ajuda. Nenhum tribunal o ordenou.
route-agreement = A polícia pede o seu acordo. Nenhum tribunal o ordenou.
route-court = Um tribunal ordenou isto.
route-civil = Um advogado num caso civil pede isto. Nenhum tribunal o ordenou, e não há poder da polícia por trás.
asks-checked = O nome que conseguimos verificar é “{ $name }”. Foi confirmado por { $by }. O que se segue foi escrito por quem pede.
asks-by = Com que direito
asks-approver = Quem concordou com este pedido
asks-court = Tribunal
asks-order = Número da ordem
asks-deadline = Último dia que o tribunal marcou
asks-claim = Processo
asks-own-lawyer = O seu próprio advogado, segundo dizem
asks-proxy = Quem fala por si, segundo dizem
asks-views = O que dizem que você pensa
asks-name = Nome
asks-organisation = Trabalha para
asks-reference = Sobre
asks-contact = Como contactar
asks-answer-by = O pedido termina
asks-how = O nome verificado está num certificado que leva às chaves que este serviço tinha na sua primeira visita. O que escreveram é deles. Não verificámos se é verdade.
asks-look = Mostrar exatamente o quê
asks-no-hurry = Não há pressa. Pode bloquear esta página e voltar mais tarde.
share-nothing = Não partilhar nada
sought-kinds = O que pedem
sought-days = De que dias
sought-any-day = qualquer dia
sought-from-to = { $from } a { $to }
sought-words = Com estas palavras
sought-whole = Com estas palavras inteiras
sought-also = Pedem também
sought-near = o que foi dito à volta destas palavras: até { $count } antes e depois
sought-media = Só ficheiros destes tipos
sought-media-none = nenhum ficheiro
sought-media-image = fotografias
sought-media-audio = gravações
sought-media-video = vídeos
sought-media-document = outros ficheiros
sought-only = Mas só
sought-own = não o que outra pessoa disse e que é citado ou reencaminhado nelas
sought-once = cada coisa uma só vez
sought-masked = pessoas que não estão numa conversa com números em vez de nomes, tanto quanto as encontramos
masked-limit = Quem está numa conversa continua com o seu nome. Um nome que só está no que alguém escreveu, ou numa imagem ou gravação, também fica.
sought-grid = Lugares só aproximados
sought-grid-about = até cerca de { $km } km
sought-people = Com estas pessoas
sought-threads = De
sought-count = { $count ->
    [one] { $count } conversa
   *[other] { $count } conversas
 }
left-blank = Deixaram isto em branco.
why-title = Porque pedem
why-lead = Estas são as palavras deles.
why-belief = Porque pensam que está aqui
why-probative = Porque é que isto é tão importante
why-presumption = Porque é que nada mais serve
why-confidential = Porque pedem algo privado
why-enquiry = O que querem descobrir
why-relevance = Como é que isto ajuda
why-necessity = Porque precisam disto
why-alternatives = Que mais tentaram
why-excess = Que mais pode vir com isto
why-people = Quem o vai ver
why-storage = Onde fica guardado
why-retention = Durante quanto tempo
why-defence = A outra parte
questions-title = Fazer-lhes uma pergunta
questions-lead = Pode perguntar antes de decidir. Eles veem as suas palavras, e um tribunal também as pode ver. Só você pode começar isto.
questions-ask = A sua pergunta
questions-hint = Vai para a pessoa que pede. Não escreva o que não quer que saibam.
questions-send = Enviar esta pergunta
questions-waiting = Ainda sem resposta.
points-title = O que deve saber
points-hint = Marque cada ponto depois de o ler. Marcar não partilha nada.
points-fault = { $left ->
    [one] { $left } ponto ainda não está marcado. Leia-o e depois marque-o.
   *[other] { $left } pontos ainda não estão marcados. Leia-os e depois marque-os.
 }

refuse-title = Não partilhar nada?
refuse-lead = Dizemos-lhes que a resposta foi não. Não lhes dizemos porquê, e ninguém lhe pergunta porquê.
refuse-not-ended = Dizer não, só por si, não acaba com o caso. Às vezes pode ter importância para o caso. Quem lhe dá conselhos pode dizer-lhe se pode ter.
refuse-ordered = Isto não acaba com a ordem. Não fazer o que um tribunal ordena pode ter consequências para si. Pergunte primeiro a um advogado seu.
refuse-back = Voltar atrás
refused-title = Nada é partilhado
refused-lead = Disse não. Nada sai daqui por causa deste pedido.
refused-told = Eles veem que a resposta foi não. Um tribunal ainda pode ordenar algo, e então avisamos, a não ser que o tribunal o proíba.

## Exactly this

exactly-title = Exatamente isto seria partilhado
exactly-which = Tem mais do que uma cópia selada. Qual delas é esta?
exactly-which-one = Cópia { $number }
exactly-nothing-sealed = Ainda não há nada selado para si, por isso não há nada para partilhar.
exactly-leave = { $count ->
    [one] coisa seria partilhada
   *[other] coisas seriam partilhadas
 }
exactly-stay = { $count ->
    [one] coisa fica aqui
   *[other] coisas ficam aqui
 }
exactly-all-asked = Isto é tudo o que foi pedido. Pode deixar de fora qualquer coisa abaixo.
exactly-fewer = { $count ->
    [one] Deixou de fora { $count } coisa que foi pedida.
   *[other] Deixou de fora { $count } coisas que foram pedidas.
 }
exactly-private = { $count ->
    [one] Foi pedida também { $count } coisa privada. Fica aqui, a não ser que a inclua.
   *[other] Foram pedidas também { $count } coisas privadas. Ficam aqui, a não ser que as inclua.
 }
private-title = Conversas privadas que foram pedidas
private-hint = Ficam aqui. Marque uma só se quiser que vá, cada uma por si.
class-intimate = Íntima
class-health = Com um médico ou enfermeiro
class-legal = Com um advogado
class-counselling = Com um terapeuta ou alguém que ajuda
class-child = Com uma criança
class-third-party = Sobre outra pessoa
class-other = Privada
exactly-next = Depois de ver
exactly-none-left = Não resta nada para partilhar.
exactly-go-on = Seguir para a decisão
others-title = { $count ->
    [one] Há { $count } outra pessoa nisto
   *[other] Há { $count } outras pessoas nisto
 }
others-lead = As palavras ou os números delas também seriam partilhados.
filters-title = Deixar de fora pessoas, dias ou tipos
filters-masked = Outras pessoas
filters-masked-do = Mostrar outras pessoas por um número em vez do nome e do telefone
filters-kinds = Deixar de fora estes tipos
filters-people = Deixar de fora tudo com estas pessoas
filters-people-hint = Um grupo em que elas estejam fica todo de fora.
filters-groups = Deixar de fora estas
filters-from = Só a partir deste dia
filters-from-hint = Por exemplo 27 3 2026. Deixe vazio para não haver limite.
filters-to = Só até este dia
filters-use-days = Usar estes dias
days-order = O último dia não pode ser antes do primeiro.
group-counts = Seriam partilhadas { $leaving } de { $asked }.
group-private = Isto fica aqui. É privado e só vai se você o incluir.
group-out = Deixou tudo isto de fora.
group-show = Mostrar estas { $count }
leave-out = Deixar de fora
put-back = Pôr de volta
stays-out-of-scope = Fica aqui
stays-excluded-by-survivor = Deixou isto de fora
stays-privileged = Fica aqui
stays-third-party = Fica aqui
stays-not-relevant = Fica aqui
stays-unknown = Fica aqui: não sabemos dizer se foi pedido
stays-transformed = Fica aqui
goes-changed = Vai alterado. Recebem a cópia que vê aqui.
record-withheld = Não se mostra
from-you = Você
no-date = Sem data conhecida
between = Entre { $from } e { $to }
call-in = { $who } ligou-lhe
call-out = Ligou para { $who }
one-message = Mensagem
one-call = Chamada
one-contact = Contacto
one-account = Conta
one-media = Fotografia, filme ou som
one-location = Lugar
one-browser = Página da internet
one-app-data = Dados de aplicação
one-document = Documento
one-calendar = Entrada do calendário
one-note = Nota
one-device-event = Algo que o telemóvel fez
one-other = Outra coisa
medium-covered = Fotografia, tapada. Carregue para a ver.
medium-opening = A abrir a fotografia.
medium-open = Carregue para tapar a fotografia.
medium-failed = Não foi possível mostrar esta fotografia. Carregue para tentar de novo.
medium-missing = O telemóvel refere aqui uma fotografia, mas não a tem.
medium-file = Um ficheiro, { $kilobytes } kB: { $name }
medium-stripped = Vai sem o lugar e a hora escondidos na fotografia
medium-stripped-sound = Vai sem o lugar e a hora escondidos na gravação
medium-stays = Não vai: não conseguimos tirar-lhe o lugar
medium-unasked = Não vai: não pediram este tipo de ficheiro
hidden-stripped =
    { $count ->
        [one] Uma fotografia ou gravação vai sem o lugar e a hora escondidos nela.
       *[other] { $count } fotografias ou gravações vão sem o lugar e a hora escondidos nelas.
    }
hidden-stay =
    { $count ->
        [one] Um ficheiro não vai: não conseguimos tirar-lhe o lugar.
       *[other] { $count } ficheiros não vão: não conseguimos tirar-lhes o lugar.
    }
hidden-unasked =
    { $count ->
        [one] Um ficheiro não vai: não pediram este tipo.
       *[other] { $count } ficheiros não vão: não pediram este tipo.
    }
hidden-copies =
    { $count ->
        [one] Um registo vai alterado: sem o seu lugar ou o lugar exato, ou com números em vez de outras pessoas.
       *[other] { $count } registos vão alterados: sem o seu lugar ou o lugar exato, ou com números em vez de outras pessoas.
    }

## Check and decide

decide-title = Verificar e decidir
decide-back = Voltar ao que seria partilhado
decide-nobody = A pessoa que pede não tem aqui uma chave, por isso nada pode ser partilhado com ela.
decide-what = O quê
decide-records = { $count ->
    [one] { $count } coisa, como acabou de a ver. Ficam aqui: { $stay }.
   *[other] { $count } coisas, como acabou de as ver. Ficam aqui: { $stay }.
 }
decide-who = Quem recebe
decide-why = Porque pedem
decide-how = A sua assinatura vai nomear exatamente estas coisas ({ $count }) pela marca abaixo. Qualquer outra coisa faz outra marca.
until = Até quando
decide-before-4 = Das coisas que deixou de fora, eles veem que algo ficou de fora, em que dia e com quem. Não veem o que era.
until-hint = Podem recolher até ao fim deste dia. Curto é bom: pode concordar outra vez mais tarde.
until-past = Escolha um dia que ainda não tenha passado.
until-long = Escolha um dia dentro de um ano.
approval = Antes de ir
approval-ask = Perguntar-me outra vez
approval-ask-hint = É preparado. Vê mais uma vez e depois deixa ir ou para.
approval-auto = Deixar ir sem perguntar outra vez
approval-auto-hint = Vai assim que estiver pronto.
approval-fault = Escolha se quer que lhe perguntem outra vez.
visit-title = O que ficou escrito sobre o seu telefone e a visita ({ $count } coisas)
visit-lead = Um tribunal pode perguntar como o seu telefone foi lido, e por quem. Quem a ajudou escreveu isto e assinou.
visit-legend = O que pode ir com isso
visit-hint = Nada vai que não assinale. Não tem de assinalar nada.
visit-unknown = não se sabe ({ $why })
visit-clock-ahead = { $seconds } segundos adiantado ({ $reference })
visit-clock-behind = { $seconds } segundos atrasado ({ $reference })
visit-clock-right = certo ({ $reference })
visit-device-model = Que telefone é
visit-device-identifiers = Os números dele e o seu número
visit-device-condition = Como estava
visit-device-battery = A bateria
visit-device-network = A rede
visit-device-clock = O relógio
visit-guardian-name = Quem o leu
visit-guardian-competence = Que formação tem
visit-place = Onde
visit-start = Quando começou
visit-end = Quando acabou
visit-tool-settings = Como a ferramenta estava regulada
visit-method = Como foi lido
visit-method-validation = Onde isso foi testado
visit-exceptions = O que correu mal
visit-interruptions = Pausas
visit-countersignature-absence = Porque não assinou
decide-before = Antes de carregar
decide-before-1 = Depois de recolherem, têm uma cópia. Não podemos tirar-lhes essa cópia.
decide-before-2 = Pode parar a qualquer momento. A partir daí nada mais sai daqui.
decide-before-3 = Se for importante para o caso, os advogados da outra parte também podem ver.
decide-share = { $count ->
    [one] Partilhar esta { $count } coisa
   *[other] Partilhar estas { $count } coisas
 }
decide-not-shared = Se não o vir em “O que partilho”, nada foi partilhado.
agreed-title = Concordou
agreed-lead = { $count ->
    [one] Concordou em partilhar { $count } coisa.
   *[other] Concordou em partilhar { $count } coisas.
 }
agreed-ask = Está agora a ser preparado. Não vai antes de você ver e deixar ir.
agreed-auto = Está agora a ser preparado. Vai para eles assim que estiver pronto.
agreed-mind = Pode mudar de ideias a qualquer momento em “O que partilho”.

## Before it goes

draft-title = Antes de ir
draft-none = Não há agora nada para ver aqui. A sua lista mostra como estão as coisas.
draft-same = { $count ->
    [one] É exatamente aquilo com que concordou: { $count } coisa e nada mais.
   *[other] É exatamente aquilo com que concordou: { $count } coisas e nada mais.
 }
draft-differs = Isto não é aquilo com que concordou. Não pode ir. Pare-o, por favor, e diga a alguém de confiança.
draft-agreed = Concordou em
draft-records = O que iria
draft-how = Este aparelho abriu o que foi preparado e verificou passo a passo com o que assinou.
draft-let-go = Deixar ir
draft-stop = Parar
gone-title = Deixou ir
gone-lead = { $who } pode recolher até { $until }.
gone-mind = Até recolherem, ainda pode parar. O que já recolheram fica com eles.

## What I share

shares-title = O que partilho
shares-none = Não partilha nada.
share-heading = { $count ->
    [one] { $count } coisa para { $who }
   *[other] { $count } coisas para { $who }
 }
share-left = Já foi recolhido?
share-left-nothing = Não. Até agora nada saiu.
share-left-at = Sim, { $who } recolheu em { $when }.
share-stopped = Parou isto em
share-receipt = Mostrar o comprovativo
share-stop = Parar de partilhar com { $who }
state-stopped = Parado
state-ended = Terminado
state-left = Recolhido
state-ready = Pode ser recolhido
state-draft = À sua espera
state-failed = Não resultou: nada saiu
state-working = A ser preparado
stop-title = Parar de partilhar com { $who }?
stop-1 = A partir do momento em que carrega, nada mais sai daqui.
stop-2 = Ninguém lhe pergunta porquê.
stop-3 = Recebe um papel que diz o que já tinha saído.
stop-left = Já recolheram alguma coisa. Parar não a traz de volta.
stop-now = Parar agora
stop-keep = Voltar atrás, continuar a partilhar
stopped-title = Parado
stopped-lead = Parou isto em { $when }. Nada mais sai daqui por causa disto.
stopped-draining = { $count ->
    [one] { $count } envio ainda estava a decorrer quando parou e está a ser cortado.
   *[other] { $count } envios ainda estavam a decorrer quando parou e estão a ser cortados.
 }
stopped-left-title = O que já tinha saído
stopped-left-nothing = Nada.
stopped-left-to = { $count ->
    [one] { $count } coisa, recolhida por { $who } em { $when }.
   *[other] { $count } coisas, recolhidas por { $who } em { $when }.
 }
stopped-undo-title = O que parar não faz
stopped-undo-1 = Não traz de volta o que foi recolhido.
stopped-undo-2 = O que têm de fazer com isso cabe a eles e a um tribunal dizer.
stopped-undo-3 = Um tribunal ainda pode ordenar algo. Então avisamos, a não ser que o tribunal o proíba.

## Who looked

looked-title = Quem viu
looked-door = Escreva outra vez a sua frase-passe. Esta lista pode dizer a quem tiver o seu telemóvel o que você faz aqui.
looked-open = Abrir a lista
looked-cannot = Mostra cada uso feito através deste serviço. Não mostra se alguém copiou um ficheiro depois de o abrir.
looked-none = Ninguém além de si fez aqui alguma coisa.
looked-own-show = { $count ->
    [one] Mostrar { $count } coisa que você fez
   *[other] Mostrar { $count } coisas que você fez
 }
looked-own-hide = Esconder o que eu fiz
looked-again = Ver outra vez
looked-confirmed = Verificado: estas linhas não foram mudadas.
looked-unconfirmed = { $count ->
    [one] Ainda não confirmado: { $count } linha é mais nova do que a última confirmação. Costuma demorar menos de um minuto.
   *[other] Ainda não confirmado: { $count } linhas são mais novas do que a última confirmação. Costuma demorar menos de um minuto.
 }
looked-unconfirmed-all = Ainda não confirmado: até agora nenhum verificador confirmou estas linhas.
looked-old = Sem confirmação recente: a última confirmação tem mais de um dia. Podem faltar linhas mais recentes.
looked-seen = A última confirmação foi em { $when }.
looked-how = Este aparelho fez as marcas das suas linhas com a sua própria chave e encontrou cada uma delas uma vez, por ordem. Depois comparou cada linha com o último estado confirmado da lista.
looked-witness = Os verificadores são os que este serviço indicou na sua primeira visita. Se for o próprio serviço a geri-los, não são independentes.
looked-asked = Perguntámos nós a um verificador, { $name }. Tinha visto esta mesma lista pela última vez em { $when }.
looked-asked-away = Tentámos perguntar nós a um verificador, { $name }. Não respondeu. O que os verificadores viram, sabemos só por este serviço.
looked-asked-nobody = Daqui não se pode perguntar a nenhum verificador. Não perguntámos a mais ninguém se há linhas mais novas.
looked-mismatch = Há algo que não bate certo
looked-mismatch-next = Não apague nada. A lista que o serviço enviou não é a que foi confirmada. Contacte alguém de confiança fora deste serviço.
line-who = Nome dado aqui: { $name }.
looked-still = Desta vez, o que o serviço enviou concorda com o que este aparelho lembra. Isso não desfaz o que se viu antes.
finding-witness = Em { $when }, o verificador { $name } tinha confirmado outra lista que não a que o serviço lhe mostrou.
finding-growth = Em { $when }, a lista não era a da sua última visita com linhas mais novas no fim.
finding-receipt = Em { $when }, uma linha que o serviço lhe prometeu faltava ou tinha sido alterada.
finding-lines = Em { $when }, as linhas que o serviço enviou não estavam todas, ou não eram as confirmadas.
finding-kept = Isto fica aqui até dizer com quem falou sobre isto.
finding-not-kept = Não conseguimos guardar isto na sua conta. Guarde o ficheiro antes de sair desta página.
finding-file = O ficheiro mostra o que não bateu certo. Não contém nenhuma linha sua nem nenhuma chave sua.
finding-save = Guardar como ficheiro
finding-whom = Com quem falou sobre isto?
finding-whom-hint = Alguém de fora deste serviço, e de onde é.
finding-whom-fault = Escreva com quem falou, com 200 letras no máximo
finding-done = Já falei com essa pessoa
finding-told = Falou disto com { $whom }, como anotou em { $when }.
finding-earlier = O que não bateu certo antes
words-lead = Seis palavras permitem a duas pessoas comparar pelo telefone. Quem guarda uma cópia da lista inteira também as pode fazer.
words-show = Mostrar seis palavras de controlo
words-list = Representam a lista de toda a gente, com este comprimento: { $count }. Se as da outra pessoa para este comprimento forem outras, há algo que não bate certo.
words-receipt = Representam este recibo: o seu número, a marca do que foi selado, quem selou e a linha no registo.
line-about = Sobre: { $who }, { $why }.
line-unconfirmed = Esta linha ainda não está confirmada.
line-stop = Parar este acesso
line-envelope-handout = { $who } abriu aquilo com que concordou, para o preparar.
line-release-collect = { $who } recolheu o que partilhou.
line-catalogue-handout = { $who }: foi recolhida a lista do que está na sua cópia.
line-draft-open = { $who } viu algo antes de ir.
line-own-unlock = { $who }: entrada na sua conta.
line-own-open = { $who }: as suas coisas seladas foram abertas.
line-account-create = { $who }: a sua conta foi feita.
line-account-passkey = { $who } fez uma chave de acesso.
line-account-passkeyend = { $who } tirou uma chave de acesso.
line-ingest = { $who }: foi selada para si uma cópia do seu telemóvel.
line-ingest-added = Acrescentou algo por si.
line-receipt = { $who }: foi assinado o que foi selado.
line-request-submit = { $who } pediu para ver algo.
line-request-amend = { $who }: a um pedido foi respondido não.
line-request-change = { $who } tornou um pedido mais pequeno ou mudou as palavras dele.
line-request-ask = { $who }: foi feita uma pergunta sobre um pedido.
line-request-reply = { $who } respondeu a uma pergunta.
line-request-withdraw = { $who } retirou um pedido.
line-request-code = { $who }: foi feito um código para um só pedido.
line-role-name = { $who }: foi escolhida uma pessoa que fala a seu favor (advocate).
line-role-drop = { $who }: acabou o trabalho de quem fala a seu favor (advocate).
line-role-show = { $who }: quem fala a seu favor (advocate) passou a poder ver um pedido.
line-role-hide = { $who }: quem fala a seu favor (advocate) deixou de poder ver um pedido.
line-grant = { $who }: acordo para partilhar algo.
line-approval = { $who }: algo foi deixado ir.
line-release-publish = { $who } preparou aquilo com que concordou.
line-withdraw = { $who }: a partilha foi parada.
line-expire = { $who }: algo partilhado foi fechado, porque o prazo acabou.
line-erase = { $who }: algo foi apagado.
line-erase-ask = { $who }: foi pedido que algo fosse apagado.
line-erase-cancel = { $who }: foi decidido ficar com isso afinal.
line-hold-set = { $who } anotou que um tribunal quer que algo seja guardado.
line-hold-lift = { $who } anotou que um tribunal já não quer que isso seja guardado.
line-policy-exclude = { $who }: foi marcado algo para ficar sempre de fora.
line-policy-lift = { $who }: acabou uma regra para deixar algo de fora.
line-system-fsck = { $who }: as suas coisas seladas foram verificadas quanto a danos. Ninguém viu o que está nelas.
line-system-backup = { $who }: foi feita uma cópia de segurança de tudo o que está guardado, também das suas coisas seladas. Ninguém viu o que está nelas.
line-system-restore = { $who }: reposto a partir de uma cópia de segurança, com as suas coisas seladas.
line-release-list = { $who } viu a lista do que partilhou com eles.
line-request-read = { $who } leu um pedido sobre si.
line-catalogue-list = { $who } viu a lista do que as suas cópias contêm e pode ser verificado.
line-key-split = { $who } preparou um caminho de volta à sua conta, com um cartão e três ajudantes.
line-key-drop = { $who } acabou com o caminho de volta à sua conta.
line-key-held = { $who } disse que a sua parte do caminho de volta está lá.
line-key-rehearse = { $who } experimentou se o seu caminho de volta ainda funciona.
line-key-list = { $who } viu que partes de caminhos de volta guarda.
line-key-hand = { $who } entregou a sua parte do caminho de volta.
line-account-recover = { $who } usou o seu cartão para pedir um caminho de volta à sua conta. Se não foi você, diga-o hoje.
line-account-stop = { $who } parou um caminho de volta à sua conta.
line-account-change = { $who } voltou à sua conta com o seu cartão e definiu uma nova frase-passe.
line-own-share = { $who } retirou a sua parte do caminho de volta, ainda selada.
line-own-recover = { $who } levou, com o seu cartão, o que volta a abrir a sua conta.
line-other = { $who } fez algo para que esta página não tem palavras ({ $act }).
role-survivor = Você
role-guardian = O seu guardião
role-worker = A máquina do serviço
role-investigator = Um investigador
role-prosecutor = Um procurador
role-solicitor = Um advogado
role-supervisor = Um supervisor
role-disclosure-officer = Uma pessoa encarregada da divulgação (disclosure officer)
role-defence-reviewer = Uma pessoa que analisa para a defesa
role-court-expert = Um perito do tribunal
role-advocate = Uma pessoa que fala a seu favor (advocate)
role-auditor = Um auditor
role-administrator = Um administrador
role-support = Uma pessoa de apoio
role-system = O serviço
role-of = { $role } de { $organisation }
end-denied = Foi parado: não era permitido.
end-partial = Só chegou uma parte.
end-aborted = Foi interrompido. Não podemos dizer se alguma coisa foi vista.
end-unknown = Não sabemos como terminou.
end-error = Não resultou.
end-mismatch = Foi parado, porque o resultado não era aquilo com que concordou.
end-open = Ainda não terminou, ou ninguém disse como terminou.

## My things

things-title = As minhas coisas
things-lead = Isto é o que está aqui para si. Está selado e só você o pode abrir.
things-none = Ainda não está aqui nada.
things-one = Cópia selada { $number }
things-added-one = O que acrescentou em { $when }
things-open = Abrir
things-sealed = { $count ->
    [one] Selada em { $when }: { $count } coisa.
   *[other] Selada em { $when }: { $count } coisas.
 }
things-signed = Já assinou por ela.
things-unsigned = Ainda não assinou por ela.
things-look = Ver por dentro
inside-lead = Só você vê isto. Ver não partilha nada.
things-erased = Foi apagada a seu pedido. Já ninguém a pode abrir.
things-to-erase = Pediu que isto fosse apagado.
things-by = Selado por { $name }.
things-by-org = { $org } responde por este nome.
things-by-nobody = Ninguém que esta página conheça responde por este nome.
things-by-you = Foi acrescentado por si. Nenhum guardião o tirou de um telemóvel, e ninguém responde por ele.
things-device = Nada do que foi assinado diz qual era o telemóvel.
things-size = O que está guardado aqui ocupa { $size } ao todo.
add-title = Acrescentar algo por si
add-lead = Pode acrescentar papéis, fotografias, gravações, algo que escreva aqui, ou uma ordem do tribunal.
add-note-limits = Até { $files } ficheiros de cada vez. Um ficheiro pode ter { $file }, todos juntos { $total }.
add-note-place = Uma fotografia pode conter o lugar onde foi tirada. O lugar fica no que está aqui.
add-note-stripped = Se a partilhar sem lugares, o lugar é retirado primeiro. Onde isso não for possível, o ficheiro não é partilhado.
add-note-who = Dirá sempre que foi acrescentado por si. Ninguém responde por ele.
add-files = Escolher ficheiros
add-write = Ou escreva aqui
add-write-take = Levar isto como ficheiro
add-write-name = as minhas palavras.txt
add-kind = O que é?
add-kind-document = Um papel ou documento
add-kind-photo = Uma fotografia
add-kind-audio = Uma gravação de som
add-kind-video = Um filme
add-kind-statement = O que digo sobre o que aconteceu
add-kind-court-order = Uma ordem do tribunal
add-kind-fault = Diga o que é.
add-day = De que dia é?
add-day-hint = Deixe vazio se não souber. Por exemplo 27 3 2026.
add-drop = Deixar este de fora
add-none = Escolha um ficheiro, ou escreva algo e leve-o como ficheiro.
add-do = Acrescentar às minhas coisas
add-not = Não acrescentar nada
add-stay = Fique nesta página até terminar. Se a sessão acabar antes, nada é acrescentado, e pode começar de novo.
add-going-title = A acrescentar
add-broken = O que está selado e ainda não foi enviado espera nesta página.
add-stop = Parar e não acrescentar nada
add-done-title = Agora está aqui
add-done = { $count ->
    [one] Foi acrescentado { $count } ficheiro. O serviço leu tudo de volta, e é o que foi selado aqui.
   *[other] Foram acrescentados { $count } ficheiros. O serviço leu tudo de volta, e é o que foi selado aqui.
 }
add-done-line = Esta é a linha { $line } da lista que mostra quem fez o quê.
add-why-many = São demasiados ficheiros de cada vez. Deixe alguns de fora, e acrescente-os depois.
add-why-empty = Este ficheiro está vazio.
add-why-long = Este ficheiro é demasiado longo. Partilhe um mais curto, ou peça ajuda.
add-why-total = Juntos, estes ficheiros são demasiado longos. Deixe alguns de fora, e acrescente-os depois.
add-why-name = O nome deste ficheiro não pode ser usado. Mude-o, e escolha-o de novo.
add-why-kind = Este ficheiro é outra coisa do que diz. Escolha o que é.
add-why-same = Este ficheiro é igual a outro aqui. Deixe um de fora.
add-why-day = Este dia ainda não chegou, ou não é um dia.
copy-title = Descarregar uma cópia completa
copy-lead = Tem direito a uma cópia de tudo o que está aqui para si.
copy-warn = Leia isto primeiro
copy-warn-1 = A cópia não está selada. Quem tiver este aparelho na mão pode abri-la.
copy-warn-2 = Ficará nas transferências deste aparelho. Sair desta página não a apaga.
copy-warn-3 = Alguns aparelhos enviam sozinhos as transferências para outros aparelhos.
copy-warn-4 = Se outra pessoa usa ou vê este aparelho, não a guarde aqui. Pode usar outro aparelho mais tarde.
copy-holds = O que contém
copy-holds-1 = Cada registo e cada ficheiro, abertos.
copy-holds-2 = O que foi assinado, para que outros possam verificar que nada mudou.
copy-logged = Fazê-la é uma linha em “Quem viu”, como algo que fez você mesma.
copy-known = Sei que quem tiver este aparelho na mão pode ler a cópia.
copy-known-fault = Marque que sabe isto, ou não faça a cópia.
copy-make = Fazer a cópia
copy-not = Não fazer nenhuma
copy-going-title = A fazer a sua cópia
copy-going = Toque na página de vez em quando. Se ela bloquear, começa de novo.
copy-stop = Parar e deitar fora
copy-broken-title = Perdeu-se a ligação
copy-broken = O que já foi feito espera nesta página. Nada foi ainda guardado neste aparelho.
copy-on = Continuar
copy-ready-title = A sua cópia está pronta
copy-ready = Tem { $size }. Está só nesta página e desaparece quando sair.
copy-save = Guardá-la neste aparelho
copy-throw = Deitá-la fora
copy-saved-title = Guardou a sua cópia
copy-saved = Pedimos ao navegador que guardasse { $size } como “notes.zip”. Não vemos se o fez, nem onde.
copy-saved-after = Apague-a de lá quando já não precisar dela e esvazie o lixo.
copy-save-again = Guardar mais uma vez
copy-readme-1 = Esta é uma cópia completa do que está selado para si. Não está selada: quem a tiver pode lê-la.
copy-readme-2 = “records” tem cada registo, um em cada linha. “objects” tem imagens e outros ficheiros.
copy-readme-3 = Os outros ficheiros mostram que nada mudou. Para o verificar: safehold check-copy
copy-readme-4 = Em “records”, os ficheiros que terminam em .html mostram os registos num navegador.

## Deleting

erase-title = Apagar esta cópia
erase-does = O que apagar faz
erase-does-1 = Destruímos todas as chaves dela. A partir daí ninguém a pode abrir, nem você.
erase-does-2 = Depois removemos os ficheiros dela.
erase-does-3 = Tudo o que partilha a partir dela para.
erase-not = O que apagar não faz
erase-not-1 = Não traz de volta o que foi recolhido antes.
erase-not-2 = A lista de quem viu fica, sem o que estava lá dentro.
erase-not-3 = Não acaba com um caso. Se um tribunal puder querer isto, pergunte a um advogado antes de apagar.
erase-when = Quando
erase-later = Daqui a sete dias
erase-later-hint = Até lá pode mudar de ideias.
erase-now = Agora
erase-now-hint = Já não pode mudar de ideias.
erase-fault = Escolha quando deve ser apagada.
erase-go = Apagar
erase-keep = Ficar com ela
erase-waits = Vai ser apagada em { $when }. Até lá ainda pode ficar com ela.
erase-waits-hold = Está à espera, porque um tribunal quer que seja guardada. É apagada quando isso acabar, e ainda pode ficar com ela.
erase-keep-all = Ficar com ela afinal
erased-keys = As chaves dela estão destruídas, por isso ninguém a pode abrir. Os ficheiros estão agora a ser removidos.
erased-done = Está apagada: as chaves estão destruídas e os ficheiros removidos.
erased-left = O que foi recolhido antes está com quem o recolheu. “O que partilho” mostra quem é.
held-lead = Um tribunal quer que isto seja guardado, por isso não pode ser apagado agora.
held-court = Tribunal
held-number = Número do papel
held-since = Guardado desde
held-means = Isto não mostra nada a ninguém. Só impede que a cópia seja apagada.
