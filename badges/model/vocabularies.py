"""The closed lists of words of Open Badges 3.0, and the `ext:` words that some admit (DM-08).

They are enumerations of the data model, section 1 of docs/reference/open-badges-3.md.
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ACHIEVEMENT_TYPES = _words(
    "Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge "
    "BachelorDegree Certificate CertificateOfCompletion Certification CommunityService Competency "
    "Course CoCurricular Degree Diploma DoctoralDegree Fieldwork GeneralEducationDevelopment "
    "JourneymanCertificate LearningProgram License Membership ProfessionalDoctorate "
    "QualityAssuranceCredential MasterCertificate MasterDegree MicroCredential ResearchDoctorate "
    "SecondarySchoolDiploma"
)
ALIGNMENT_TARGET_TYPES = _words(
    "ceasn:Competency ceterms:Credential CFItem CFRubric CFRubricCriterion CFRubricCriterionLevel "
    "CTDL"
)
RESULT_TYPES = _words(
    "GradePointAverage LetterGrade Percent PerformanceLevel PredictedScore RawScore Result "
    "RubricCriterion RubricCriterionLevel RubricScore ScaledScore Status"
)
RESULT_STATUS_TYPES = _words("Completed Enrolled Failed InProgress OnHold Provisional Withdrew")
IDENTIFIER_TYPES = _words(
    "name sourcedId systemId productId userName accountId emailAddress nationalIdentityNumber isbn "
    "issn lisSourcedId oneRosterSourcedId sisSourcedId ltiContextId ltiDeploymentId ltiToolId "
    "ltiPlatformId ltiUserId identifier"
)
STATUS_PURPOSES = frozenset(("revocation", "suspension", "refresh", "message"))

_EXTENSION = re.compile(r"ext:[A-Za-z0-9._-]+")


def is_extension(term: str) -> bool:
    """Whether `term` is a word of somebody's own: `ext:` and letters, digits, `.`, `-`, `_`."""
    return _EXTENSION.fullmatch(term) is not None


def is_extensible(term: str, vocabulary: frozenset[str]) -> bool:
    """Whether `term` belongs to a vocabulary that also admits words of one's own."""
    return term in vocabulary or is_extension(term)
