"""A tiny invented gazetteer for tests: Norland, Sudria, Vostia and those who rule them."""

from pathlib import Path

from detente.actors.gazetteer import Gazetteer, gazetteer_from_tables
from detente.actors.gazetteer_files import read_packaged

FILES = {
    "states.csv": """\
id,name,kind,start,end,iso3,cow,gdelt,icews,capital,source
NRL,Norland,state,1960,,NRL,1,NRL,Norland,Norburg,invented
SDR,Sudria,state,1991,,SDR,2,SDR,Sudria,Sudville,invented
OSU,Old Sudria,former,1920,1991,,2,,,Sudville,invented
""",
    "names_states.csv": """\
actor,name,kind,start,end,sector,source
NRL,Norland,name,,,,invented
NRL,Norlandic,adjective,,,,invented
NRL,Norlander,demonym,,,,invented
NRL,Norlanders,demonym,,,,invented
NRL,Norburg,capital,,,GOV,invented
SDR,Sudria,name,,,,invented
SDR,Sudville,capital,1991,,GOV,invented
OSU,Old Sudria,name,,,,invented
OSU,Sudville,capital,,1991,GOV,invented
""",
    "organisations.csv": """\
id,name,country,sector,kind,parent,start,end,source
nrl-navy,Norlandic Navy,NRL,MIL,armed forces,,,,invented
""",
    "names_organisations.csv": """\
actor,name,kind,start,end,source
nrl-navy,NN,acronym,,,invented
""",
    "persons.csv": """\
id,name,country,born,source
ada-holm,Ada Holm,NRL,1950,invented
ben-holm,Ben Holm,NRL,1975,invented
jón-árnason,Jón Árnason,SDR,1960,invented
""",
    "names_persons.csv": """\
person,name,kind,source
ada-holm,Holm,surname,invented
ben-holm,Holm,surname,invented
jón-árnason,Arnason,surname,invented
""",
    "offices.csv": """\
id,country,sector,title,titles,organisation,level,source
nrl-president,NRL,GOV,President,head of state;Norlandic leader,,leader,invented
nrl-foreign-minister,NRL,GOV,Foreign Minister,Minister of Foreign Affairs,,minister,invented
nrl-navy-chief,NRL,MIL,Navy Chief,,nrl-navy,military,invented
""",
    "holders.csv": """\
office,person,start,end,source
nrl-president,ada-holm,1990-03,1994-06-30,invented
nrl-president,ben-holm,2010-05-01,,invented
nrl-foreign-minister,ben-holm,2005,2010-05-01,invented
nrl-navy-chief,ben-holm,2000,,invented
""",
    "roles.csv": """\
noun,sector,kind,country,source
president,GOV,relay,,invented
official,GOV,relay,,invented
""",
    "titles.csv": """\
phrase,country,titles,source
top diplomat,,Foreign Minister,invented
ruler,NRL,President,invented
""",
    "places.csv": """\
name,country,kind,source
Fjordland,NRL,region,invented
""",
    "discards.csv": """\
name,kind,words,source
Norland Sea,phrase,,invented
Norland,before,pine,invented
soup,thing,,invented
""",
}


def write_folder(folder: Path, **changes: str) -> Path:
    """Write the files, with ``file_stem="whole text"`` in place of some; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in FILES.items():
        path = folder / file
        path.write_text(changes.get(path.stem, text), encoding="utf-8")
    return folder


def a_gazetteer(folder: Path) -> Gazetteer:
    """Load the tiny gazetteer through ``folder``."""
    return gazetteer_from_tables([read_packaged(write_folder(folder))])
