"""Evidence for the EU AI Act (Regulation (EU) 2024/1689) from Python.

``ai_act_evidence.art12`` records the events of a high-risk AI system, as Art 12 asks. Each part is imported by its own
name, so that none loads what another one needs.
"""
