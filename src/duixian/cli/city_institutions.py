"""`duixian city institutions`: the city's banks and registries as servers of their own."""

from __future__ import annotations

import argparse

from duixian.city.courts import wuhu_courts
from duixian.city.institutions import running
from duixian.city.institutions.configuration import Folder, enrol_courts
from duixian.gateways.network import directory_file, keys_folder
from duixian.kernel import clock
from duixian.service.places import data_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    running.add_arguments(parser, directory_file(data_folder().path).parent)


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped; the city's own courts are enrolled first."""
    here = data_folder()
    folder = Folder(arguments.data)
    if folder.directory == directory_file(here.path):
        here.create()
        today = clock.today()
        courts = [(court.key, court.name(today)) for court in wuhu_courts()]
        enrol_courts(folder, keys_folder(here.path), courts)
    return running.run(arguments)
