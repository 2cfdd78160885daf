{{- define "lamia.labels" -}}
app.kubernetes.io/name: lamia
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "lamia.selector" -}}
app.kubernetes.io/name: lamia
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "lamia.tokenSecret" -}}
{{ .Values.token.existingSecret | default (printf "%s-token" .Release.Name) }}
{{- end }}

{{- define "lamia.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- /* What the panel and the workers have in common: settings, rights within the Pod. */}}
{{- define "lamia.environment" -}}
- name: LAMIA_NAMESPACE
  valueFrom: { fieldRef: { fieldPath: metadata.namespace } }
- name: LAMIA_API_TOKEN
  valueFrom: { secretKeyRef: { name: {{ include "lamia.tokenSecret" . }}, key: token } }
- name: LAMIA_HOME
  value: /data
- name: LAMIA_AUTHORIZATION
  value: {{ .Values.authorization | quote }}
- name: LAMIA_SECRETS
  value: {{ .Values.secrets.mode | quote }}
- name: LAMIA_LOG_LEVEL
  value: {{ .Values.logLevel | quote }}
- name: LAMIA_ACME_DIRECTORY
  value: {{ .Values.acme.directory | quote }}
- name: LAMIA_ACME_TERMS_AGREED
  value: {{ .Values.acme.termsAgreed | quote }}
{{- with .Values.acme.email }}
- name: LAMIA_ACME_EMAIL
  value: {{ . | quote }}
{{- end }}
{{- with .Values.acme.externalAccount }}
{{- if .kid }}
- name: LAMIA_ACME_EAB_KID
  value: {{ .kid | quote }}
- name: LAMIA_ACME_EAB_HMAC_FILE
  value: /eab/hmac
{{- end }}
{{- end }}
{{- with .Values.database.existingSecret }}
- name: DATABASE_URL
  valueFrom: { secretKeyRef: { name: {{ . }}, key: url } }
{{- end }}
{{- range $name, $value := .Values.env }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}

{{- define "lamia.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{- define "lamia.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "lamia.mounts" -}}
- { name: data, mountPath: /data }
- { name: tmp, mountPath: /tmp }
- { name: next-cache, mountPath: /app/.next/cache }
{{- if .Values.acme.externalAccount.kid }}
- { name: eab, mountPath: /eab, readOnly: true }
{{- end }}
{{- with .Values.mounts }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "lamia.commonVolumes" -}}
- name: tmp
  emptyDir: {}
- name: next-cache
  emptyDir: {}
{{- if .Values.acme.externalAccount.kid }}
- name: eab
  secret: { secretName: {{ .Values.acme.externalAccount.existingSecret }} }
{{- end }}
{{- with .Values.volumes }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "lamia.placement" -}}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
