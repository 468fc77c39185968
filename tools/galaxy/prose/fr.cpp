#include "../prose.hpp"

namespace orrery::galaxy {

const std::string_view kProseFr = R"prose(
@person Hélène Morvan|Gaël Lefèvre|François Béranger|Noémie Châtelain|Rémi Dubœuf|Agnès Périgord|Loïc Kermadec
@blog Carnet du {place}|La nuit tombée|Foyer et focale|Un ciel assez noir|Poussières d'étoiles et de code|L'œil à l'oculaire
@about Astronomie, bricolage et un peu de code|Ce que l'on voit la nuit, ce que l'on répare le jour
@place balcon|jardin|grenier|cabanon
@object M13|M31|M57|Saturne|Jupiter|NGC 7331|M42
@tag astronomie|bricolage|logiciel libre|observation|photographie
@more Les commentaires sont ouverts.|Si vous essayez, racontez-moi.
@figure Vue depuis le {place}, {a=12-48} poses additionnées

# observation
= Une heure avec {object}
= {object} au-dessus des toits
= Carnet d'observation : {object}, turbulence modérée
> La météo annonçait des nuages jusqu'à minuit ; elle s'est trompée, et c'est tant mieux.
> Entre la pluie et le brouillard, il est resté {gap=40-90} minutes de ciel clair, toutes pour {object}.
. À {mag=40-80}x, ce n'était qu'une lueur ; au double, elle a pris forme.
. Je dessine à l'oculaire, mal, mais cela m'oblige à regarder dix minutes au lieu d'une.
. Vers une heure, le givre couvrait le pare-buée et il fallait réchauffer le chercheur à la main.
. Une voisine est sortie demander ce que je faisais ; elle est restée une heure et a éteint sa lampe.
. Le lendemain, la photographie a confirmé les deux arcs dont je doutais.
* Vu ce soir|{object}, avec un soupçon de détail|Deux satellites|Le chat du voisin, très brillant
| Conditions|mesure;valeur|turbulence;{see=2-4} sur 5|température;-{cold=1-8} °C|café;une thermos
! J'ai rangé quand la thermos était vide.

# miroir
= Tailler un miroir de {size=15-30} cm dans la cuisine
= Semaine {week=2-9} : le doucissage
= Ce que dit l'ombre du couteau de Foucault
> Après {week=2-9} semaines à tourner autour d'un tonneau, le verre tient enfin sa courbe.
. L'ébauchage a pris {hours=6-14} heures et la flèche est juste au dixième de millimètre.
. À chaque changement de grain on lave tout : l'outil, la table, le sol, les manches.
. La poix doit être assez tiède pour garder l'empreinte du pouce, assez froide pour ne pas couler.
. Au couteau, la surface ressemblait à un anneau très plat : des courses trop longues, évidemment.
. Quelques courses courtes ont suffi, et je me suis arrêté, car la faute suivante est toujours une minute de trop.
" Arrête-toi tant que c'est encore un peu faux.
! La semaine prochaine, l'argenture, si le chat reste dehors.

# code
= L'optimiseur avait raison, pas moi
= J'ai supprimé un tiers du code et personne ne l'a remarqué
= Dates, accents et autres pièges des flux
> La version finale plantait, la version de débogage non ; j'ai donc accusé le compilateur.
> Une lectrice m'écrit que chaque « é » de mes archives est devenu deux signes.
. Le fichier se disait en UTF-8 et ne l'était pas : les octets disaient vrai, l'en-tête mentait.
. L'outil a trouvé la faute en {time=2-9} secondes ; j'avais passé deux jours à faire le malin.
. Le correctif tient en onze lignes ; le test en demande cent quarante, et c'est du test que je suis fier.
. Il y avait {dates=19-34} formats de date différents, dont un dans lequel tout venait du futur.
. Depuis, le programme prend ce qu'il trouve, le range, et note ce qui n'allait pas.
~ python
    def soigneux(octets, annonce):
        for charset in (annonce, "utf-8", "windows-1252"):
            try:
                return octets.decode(charset)
            except (LookupError, UnicodeDecodeError):
                continue
! Envoyez-moi vos flux les plus étranges.
)prose";

}  // namespace orrery::galaxy
