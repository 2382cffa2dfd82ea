"""The demonstration centre: the fictional Pays de Vaurenne, with two years and a bit of activity.

The fixed facts are data (*.yaml); the visits are drawn, the same for the same seed. See `manage.py demo`.
"""
