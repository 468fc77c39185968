#include "../prose.hpp"

namespace orrery::galaxy {

const std::string_view kProseEs = R"prose(
@person Íñigo Zubizarreta|María Peñalver|Andrés Núñez|Lucía Gallardo|Begoña Ibáñez|Joaquín Cárdenas
@blog Cuaderno de la {place}|Cielo de azotea|La noche más corta|Fotones y ficheros|Mañana se despeja
@about Astronomía, cacharreo y algo de código|Lo que se ve de noche y se arregla de día
@place azotea|huerta|terraza|buhardilla
@object M13|M31|M57|Saturno|Júpiter|NGC 7331|M42
@tag astronomía|bricolaje|programación|observación|fotografía
@more Los comentarios están abiertos.|Si lo intentas, cuéntamelo.
@figure El cielo desde la {place}, {a=12-48} tomas sumadas

# observar
= Una hora con {object}
= {object} sobre los tejados
= Diario de observación: {object} con aire tranquilo
> El pronóstico prometía nubes hasta medianoche y, por suerte, se equivocó.
> Entre la lluvia y la niebla quedaron {gap=40-90} minutos limpios, y todos fueron para {object}.
. A {mag=40-80} aumentos era apenas una mancha; al doble empezó a tener forma.
. Dibujo junto al ocular, mal, pero así miro diez minutos en lugar de uno.
. Hacia la una ya había escarcha y hubo que calentar el buscador con la mano.
. Una vecina salió a preguntar qué hacía, se quedó una hora y apagó la luz del porche.
. Al día siguiente la fotografía confirmó los dos arcos de los que dudaba.
* Visto esta noche|{object}, con algo de detalle|Dos satélites|El gato del vecino, muy brillante
| Condiciones|qué;valor|turbulencia;{see=2-4} de 5|temperatura;{cold=1-8} °C|café;un termo
! Recogí cuando se acabó el termo, que es el único reloj del que me fío.

# programa
= El optimizador tenía razón y yo no
= Borré un tercio del código y nadie lo notó
= Eñes, tildes y otras sorpresas de las fuentes
> La versión final fallaba y la de depuración no, así que le eché la culpa al compilador.
> Un lector escribió que en mi archivo cada «ñ» se había convertido en dos signos.
. El fichero decía ser UTF-8 y no lo era: los bytes decían la verdad, la cabecera mentía.
. La herramienta encontró el fallo en {time=2-9} segundos; yo llevaba dos días haciéndome el listo.
. El arreglo ocupa once líneas; la prueba, ciento cuarenta, y de la prueba estoy más orgulloso.
. Había {dates=19-34} formatos de fecha distintos, y en uno de ellos todo venía del futuro.
. Desde entonces el programa toma lo que hay, lo guarda y anota lo que estaba mal.
~ sh
    iconv -f windows-1252 -t utf-8 viejo.xml > nuevo.xml
! Mandadme vuestras fuentes más raras.

# club
= {people=20-60} personas, un telescopio y un apagón
= Cómo bajó las luces nuestro pueblo
> Éramos {people=20-60} en un pajar y, por una vez, el cielo cumplió.
. Hicieron falta tres años, {letters=30-90} cartas y una noche en la que simplemente enseñamos Saturno.
. Nadie se convence con una gráfica; con los anillos, todo el mundo.
. Una niña preguntó por qué no se cae la Luna, y el silencio fue lo mejor de la velada.
. Tenemos ya cuatro telescopios para prestar y una lista de espera de trece.
" Un pajar basta.
! Si vives cerca, ven; si no, funda el tuyo.
)prose";

const std::string_view kProsePt = R"prose(
@person João Araújo|Conceição Magalhães|Estêvão Guimarães|Inês Simões|Antônio Brandão|Mafalda Conceição
@blog Caderno do {place}|Céu de quintal|A noite é longa|Estrelas e ponteiros|Amanhã abre
@about Astronomia, bricolagem e algum código|O que se vê à noite e se conserta de dia
@place quintal|terraço|sótão|telhado
@object M13|M31|M57|Saturno|Júpiter|NGC 7331|M42
@tag astronomia|bricolagem|programação|observação|fotografia
@more Os comentários estão abertos.|Se experimentar, conte-me.
@figure O céu visto do {place}, {a=12-48} imagens somadas

# observar
= Uma hora com {object}
= {object} por cima dos telhados
= Diário de observação: {object}
> A previsão prometia nuvens até à meia-noite e, felizmente, enganou-se.
> Entre a chuva e o nevoeiro sobraram {gap=40-90} minutos, todos para {object}.
. A {mag=40-80} aumentos era só uma mancha; ao dobro começou a ter forma.
. Desenho junto à ocular, mal, mas assim olho dez minutos em vez de um.
. Perto da uma já havia orvalho e foi preciso aquecer o buscador com a mão.
. A vizinha saiu para perguntar o que eu fazia, ficou uma hora e apagou a luz do alpendre.
. No dia seguinte a fotografia confirmou os dois arcos de que eu duvidava.
* Visto esta noite|{object}, com algum pormenor|Dois satélites|O gato do vizinho, muito brilhante
| Condições|o quê;valor|turbulência;{see=2-4} em 5|temperatura;{cold=2-9} °C|café;uma garrafa
! Arrumei tudo quando a garrafa ficou vazia.

# programa
= O otimizador tinha razão e eu não
= Apaguei um terço do código e ninguém notou
= Acentos, cedilhas e outras surpresas
> Uma leitora escreveu que no meu arquivo cada «ç» se tinha tornado dois sinais.
> A versão final falhava e a de depuração não; claro que culpei o compilador.
. O ficheiro dizia ser UTF-8 e não era: os bytes falavam verdade, o cabeçalho mentia.
. A ferramenta achou o erro em {time=2-9} segundos; eu tinha passado dois dias a ser esperto.
. A correção tem onze linhas; o teste, cento e quarenta, e é do teste que me orgulho.
. Havia {dates=19-34} formatos de data diferentes, e num deles tudo vinha do futuro.
. Desde então o programa aceita o que há, guarda-o e anota o que estava mal.
~ sh
    grep -L 'encoding=' feeds/*.xml | wc -l
" A melhor dependência é a que se evitou.
! Mandem-me os vossos feeds mais estranhos.
)prose";

}  // namespace orrery::galaxy
